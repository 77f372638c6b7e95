// A status page of the loop by HTTP: tasks, frames, a button to cancel each task.
//   HttpServer.cs [port] [address]     default 8080 127.0.0.1
// The other half:  a browser, or   curl http://127.0.0.1:8080/tasks

HttpServerOptions options = new()
{
    Port = args.Length > 0 ? int.Parse(args[0]) : 8080,
    Address = System.Net.IPAddress.Parse(args.Length > 1 ? args[1] : "127.0.0.1"),
};

await using AsyncTick.Net.HttpServer server = AsyncTick.Net.HttpServer.Start(Answer, options);
Log($"http server on http://{server.Endpoint}/");
await server.WaitClosed();

Task Answer(HttpExchange request) => (request.Method, request.Path) switch
{
    ("GET", "/") => request.RespondHtml(Page()),
    ("GET", "/tasks") => request.Respond(System.Net.HttpStatusCode.OK, TaskTable.Format(Loop.Tasks.Snapshot())),
    ("POST", "/cancel") => Cancel(request),
    _ => request.Respond(System.Net.HttpStatusCode.NotFound, "There are / and /tasks, and POST /cancel?id=N."),
};

Task Cancel(HttpExchange request)
{
    // A page of another site must not be able to press the button: browsers name the site they come from.
    if (request.Headers["Origin"] is { } origin && origin != $"http://{request.Headers["Host"]}")
    {
        return request.Respond(System.Net.HttpStatusCode.Forbidden, "Not from another site.");
    }

    bool found = int.TryParse(request.Query["id"], out int id) && Loop.Tasks.Cancel(id);
    return request.Respond(found ? System.Net.HttpStatusCode.OK : System.Net.HttpStatusCode.NotFound, found ? $"canceled {id}" : "no such task");
}

string Page()
{
    System.Text.StringBuilder rows = new();
    foreach (TaskInfo task in Loop.Tasks.Snapshot())
    {
        rows.Append($"<tr><td>{task.Id}<td>{Html(task.Name)}<td>{task.State}<td>{Html(task.Status)}<td>{Html(task.Wait.ToString())}")
            .Append($"<td><form method=post action='/cancel?id={task.Id}'><button>cancel</button></form>");
    }

    return $"<!doctype html><meta charset=utf-8><title>{Html(Loop.Name)}</title><h1>{Html(Loop.Name)}, frame {Loop.FrameNumber}</h1>"
        + $"<table><tr><th>id<th>task<th>state<th>status<th>waits on<th></tr>{rows}</table>";
}

static string Html(string text) => System.Net.WebUtility.HtmlEncode(text);
