# Sayso in one image. It keeps everything in /var/lib/sayso: mount a volume there, owned by 10001.
#   docker build -t sayso .
#   docker run -p 8000:8000 -v sayso:/var/lib/sayso sayso

FROM debian:bookworm-slim AS build
# Debian takes a version away as soon as a fix for it is out, so a pinned one would not build.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY requirements.lock ./
RUN python3 -m venv /opt/sayso \
    && /opt/sayso/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY LICENSE README.md pyproject.toml ./
COPY backend backend/
COPY bot bot/
COPY dialogs dialogs/
COPY locales locales/
RUN /opt/sayso/bin/pip install --no-cache-dir --no-index --no-deps --no-build-isolation .

FROM debian:bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
        python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/sayso --create-home sayso \
    && chmod 700 /var/lib/sayso
COPY --from=build /opt/sayso /opt/sayso
ENV PATH="/opt/sayso/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    SAYSO_DATA=/var/lib/sayso
WORKDIR /var/lib/sayso
VOLUME /var/lib/sayso
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python3", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health', timeout=4)"]
CMD ["sayso", "serve"]
