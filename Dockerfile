# The site in one image: web, worker, beat and the one-shot preparation differ only in their command.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
# The name of a provider through whose own interface mail leaves: then the packages for that come along.
ARG ANYMAIL_ESP=""
COPY requirements.txt requirements/provider.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    && if [ -n "$ANYMAIL_ESP" ]; then \
        /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r provider.txt; fi

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MORATORIUM_ENV=production \
    VAR_DIR=/var/lib/moratorium \
    STATIC_ROOT=/srv/static \
    HOST=0.0.0.0
RUN useradd --system --uid 10001 --home-dir /var/lib/moratorium --create-home moratorium
COPY --from=packages /venv /venv
WORKDIR /srv/site
COPY manage.py ./
COPY config config
COPY companies companies
COPY moratoriums moratoriums
COPY outbound outbound
COPY staff staff
COPY news news
COPY alerts alerts
COPY website website
COPY templates templates
COPY locale locale
COPY static static
COPY data data
RUN python manage.py collectstatic --noinput --verbosity 0
USER 10001
VOLUME /var/lib/moratorium
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=15s --start-period=30s CMD ["python", "-m", "config.probe", "web"]
CMD ["python", "manage.py", "serve"]
