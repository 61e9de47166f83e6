# Nubo as a container. No secret and no setting is built in: all come from the environment (.env.example lists them).
#
#   docker build -t nubo .
#   docker run --rm --env-file .env nubo python manage.py migrate        # once per release, before the new containers
#   docker run --env-file .env -p 8000:8000 nubo
#
# Migrations do not run at the start of a container: several containers starting together would run them at once.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/nubo
ENV PATH=/opt/nubo/bin:$PATH
WORKDIR /app
# The packages first: their layer is built again only when the lock changes.
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .
# Production's static files carry their digest in the name, and only production settings make them so. The values live in
# this one command: nothing of them stays in the image, and no database is asked.
RUN NUBO_ENV=production SECRET_KEY="$(head -c 64 /dev/urandom | base64 -w 0)" ALLOWED_HOSTS=build.invalid \
    DATABASE_URL=postgres://build.invalid/nubo python manage.py collectstatic --noinput \
    && python -m compileall -q /app

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin nubo
ENV PATH=/opt/nubo/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 NUBO_ENV=production
COPY --from=build /opt/nubo /opt/nubo
# Owned by root: the process that answers the internet cannot change its own code.
COPY --from=build /app /app
WORKDIR /app
USER nubo
EXPOSE 8000
# Alive, not ready: a container must not be killed because the database is away. Python, because the image has no curl.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '8000') + '/health/live', timeout=4)"]
# Directly, not through a shell: SIGTERM reaches gunicorn, which then finishes what it is answering.
CMD ["gunicorn", "-c", "gunicorn.conf.py", "nubo.wsgi"]
