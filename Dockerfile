# chancery with its model and places: docker build -t chancery . && docker run --rm -v "$PWD:/data" chancery read article.txt
FROM rust:1.95-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo xtask model && cargo xtask places
RUN cargo install --locked --path crates/chancery --root /opt/chancery
RUN /opt/chancery/bin/chancery man /opt/chancery/share/man/man1

FROM debian:bookworm-slim
COPY --from=build /opt/chancery /opt/chancery
# The program looks for a folder `models` above itself.
COPY --from=build /src/models /opt/chancery/models
ENV PATH=/opt/chancery/bin:$PATH
WORKDIR /data
ENTRYPOINT ["chancery"]
