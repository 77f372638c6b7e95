# syntax=docker/dockerfile:1
# The headless host and the tool as a container: Docs/Service.md says how it is run.
# Scripts with #:package directives need the SDK: --build-arg RUNTIME=sdk.
ARG RUNTIME=runtime

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json UnrealAsyncTick.uplugin ./
COPY Resources/ Resources/
COPY Script/ Script/
COPY Source/Programs/ Source/Programs/
RUN dotnet publish Source/Programs/AsyncTick.Tool -c Release -o /app

FROM mcr.microsoft.com/dotnet/${RUNTIME}:10.0
COPY --from=build /app/ /app/
WORKDIR /scripts
# The account that the official images bring for programs that need no rights.
USER $APP_UID
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "/app/AsyncTick.Tool.dll", "host"]
CMD ["--stay"]
