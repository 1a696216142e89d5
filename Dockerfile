# docker build -t producer . && docker run --rm -v "$PWD:/show" producer make seeds
# The steps below need nothing but Python and pip; docs/container.md says how to use the image.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY producer producer
COPY requirements requirements
RUN python -m venv /opt/producer \
    && /opt/producer/bin/pip install --no-cache-dir --require-hashes -r requirements/image.txt \
    && /opt/producer/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/producer/bin/pip uninstall --yes hatchling

FROM python:3.13-slim
COPY --from=build /opt/producer /opt/producer
RUN useradd --create-home --uid 1000 producer && mkdir /show /models && chown producer /show /models
ENV PATH=/opt/producer/bin:$PATH PRODUCER_MODELS=/models PYTHONUNBUFFERED=1
USER producer
WORKDIR /show
VOLUME ["/show", "/models"]
ENTRYPOINT ["producer"]
CMD ["--help"]
