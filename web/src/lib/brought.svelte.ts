// An article that was pasted or dropped, on its way to the page that reads it.

class Brought {
  text = $state('');
  name = $state('');
  n = $state(0);
}

export const brought = new Brought();
