# Dependencies and the page are in the image: a container starts without the network.
FROM denoland/deno:2.9.6

WORKDIR /app
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
RUN deno task page \
  && deno cache --frozen main.ts src/engine/engine_worker.ts src/storage/embedded/embedded_thread.ts \
  && mkdir -p /data && chown -R deno:deno /data dist

USER deno
ENV HOST=0.0.0.0 PORT=3001 DATA_DIR=/data
EXPOSE 3001
VOLUME /data

HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["deno", "eval", "--quiet", "const r = await fetch('http://127.0.0.1:3001/api/health/live'); Deno.exit(r.ok ? 0 : 1)"]

STOPSIGNAL SIGTERM
CMD ["deno", "task", "start"]
