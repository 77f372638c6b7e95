using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AsyncTick.Dashboard;

/// <summary>Which request gets what answer. On the server's threads.</summary>
[DebuggerDisplay("{guard}")]
internal sealed class Router(Func<RequestGuard> guard, LiveFeed feed, ActionRunner actions, ScriptFolder scripts, TraceFeed trace, Vitals vitals)
{
    private const string TracePath = "/api/trace/";

    public async Task<HttpResponse> AnswerAsync(HttpRequest request)
    {
        // The server leaves the body out.
        request = request.Method == "HEAD" ? request with { Method = "GET" } : request;
        var isApi = request.Path.StartsWith("/api/", StringComparison.Ordinal);
        if (guard().Refuse(request, needsToken: isApi || request.Path == "/metrics") is { } refusal)
        {
            return refusal;
        }

        return request.Path switch
        {
            "/api/stream" => Only("GET", request) ?? new HttpResponse(200, "text/event-stream; charset=utf-8", default) { Stream = feed.ServeAsync },
            "/api/scripts" => Only("GET", request) ?? new HttpResponse(200, HttpResponse.Json, scripts.List()),
            "/api/ended" => Only("GET", request) ?? new HttpResponse(200, HttpResponse.Json, await actions.ListEndedAsync().ConfigureAwait(false)),
            "/api/cancel" => await ActAsync(request, CancelAsync).ConfigureAwait(false),
            "/api/pause" => await ActAsync(request, body => PauseAsync(body, isPause: true)).ConfigureAwait(false),
            "/api/resume" => await ActAsync(request, body => PauseAsync(body, isPause: false)).ConfigureAwait(false),
            "/api/eval" => await ActAsync(request, body => actions.EvaluateAsync(Text(body, "code"))).ConfigureAwait(false),
            "/api/run" => await ActAsync(request, body => actions.RunScriptAsync(Text(body, "script"), body.TryGetProperty("arguments", out _) ? Text(body, "arguments") : "")).ConfigureAwait(false),
            "/api/stop" => await ActAsync(request, body => actions.StopAsync(Number(body, "run"))).ConfigureAwait(false),
            _ when request.Path.StartsWith(TracePath, StringComparison.Ordinal) => Only("GET", request) ?? await trace.ReadAsync(Seconds(request.Path)).ConfigureAwait(false),
            "/health" => Only("GET", request) ?? vitals.Health(),
            "/metrics" => Only("GET", request) ?? vitals.Metrics(),
            _ when !isApi && WebAssets.TryGet(request.Path, out var asset) => Only("GET", request) ?? asset,
            _ => HttpResponse.Text(404, "There is nothing here."),
        };
    }

    private Task<ActionResult> CancelAsync(JsonElement body) =>
        body.TryGetProperty("task", out _) ? actions.CancelTaskAsync(Number(body, "task"))
        : body.TryGetProperty("scope", out _) ? actions.CancelScopeAsync(Number(body, "scope"))
        : body.TryGetProperty("all", out var all) && all.ValueKind == JsonValueKind.True ? actions.CancelAllAsync()
        : throw new HttpError(400, "Name a task or a scope, or say all.");

    private Task<ActionResult> PauseAsync(JsonElement body, bool isPause) =>
        body.TryGetProperty("task", out _) ? actions.PauseTaskAsync(Number(body, "task"), isPause)
        : body.TryGetProperty("scope", out _) ? actions.PauseScopeAsync(Number(body, "scope"), isPause)
        : throw new HttpError(400, "Name a task or a scope.");

    private static HttpResponse? Only(string method, HttpRequest request) =>
        request.Method == method ? null : HttpResponse.Text(405, $"Only {method} is taken here.") with { Allow = method == "GET" ? "GET, HEAD" : method };

    private static async Task<HttpResponse> ActAsync(HttpRequest request, Func<JsonElement, Task<ActionResult>> act)
    {
        if (Only("POST", request) is { } refusal)
        {
            return refusal;
        }

        // A form of another page can send text, but not this.
        if (request.Header("Content-Type")?.Split(';')[0].Trim() is not "application/json")
        {
            return HttpResponse.Text(415, "Actions are sent as application/json.");
        }

        using var body = Parse(request.Body);
        var result = await act(body.RootElement).ConfigureAwait(false);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteBoolean("done"u8, result.Done);
            json.WriteString("text"u8, UpdateWriter.Whole(result.Text));
            json.WriteEndObject();
        }

        return new HttpResponse(200, HttpResponse.Json, stream.ToArray());
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 4 });
        }
        catch (JsonException)
        {
            throw new HttpError(400, "The body is not JSON.");
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw new HttpError(400, "The body is not a JSON object.");
        }

        return document;
    }

    private static int Seconds(string path) =>
        int.TryParse(path.AsSpan(TracePath.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= TraceFeed.MostSeconds
            ? seconds
            : throw new HttpError(400, $"Name whole seconds: /api/trace/10, {TraceFeed.MostSeconds} at most.");

    private static int Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw new HttpError(400, $"'{name}' must be a whole number.");

    private static string Text(JsonElement body, string name)
    {
        try
        {
            return body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new HttpError(400, $"'{name}' must be text.");
        }
        catch (InvalidOperationException)
        {
            throw new HttpError(400, $"'{name}' is not text in UTF-8.");
        }
    }
}
