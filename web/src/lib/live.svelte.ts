// An answer that follows its question: asked anew when the question changes, and given up when nobody waits any more.

import { get, Problem } from './api';
import { go, route } from './router.svelte';

export interface Live<T> {
  readonly value: T | null;
  readonly error: Problem | null;
  readonly busy: boolean;
  again(): void;
}

export function live<T>(question: () => string | null): Live<T> {
  let value = $state.raw<T | null>(null);
  let error = $state.raw<Problem | null>(null);
  let busy = $state(true);
  let tries = $state(0);
  $effect(() => {
    const url = question();
    void tries;
    if (!url) {
      busy = false;
      return;
    }
    const control = new AbortController();
    busy = true;
    error = null;
    get<T>(url, control.signal).then(
      (answer) => {
        value = answer;
        busy = false;
      },
      (cause: unknown) => {
        if (control.signal.aborted) return;
        const problem = cause instanceof Problem ? cause : new Problem(0, String(cause));
        if (problem.status === 401) {
          go(`/sign-in?next=${encodeURIComponent(route.path + location.search)}`, true);
          return;
        }
        value = null;
        error = problem;
        busy = false;
      },
    );
    return () => control.abort();
  });
  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
    get busy() {
      return busy;
    },
    again() {
      tries += 1;
    },
  };
}
