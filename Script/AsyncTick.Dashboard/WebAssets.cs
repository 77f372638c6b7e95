using System.Diagnostics.CodeAnalysis;

namespace AsyncTick.Dashboard;

/// <summary>The page's files, which are in this assembly. A name is looked up, never opened as a path.</summary>
internal static class WebAssets
{
    public static bool TryGet(string path, [NotNullWhen(true)] out HttpResponse? response)
    {
        var name = path == "/" ? "index.html" : path[1..];
        var type = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => null,
        };
        using var stream = type is null ? null : typeof(WebAssets).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            response = null;
            return false;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        response = new HttpResponse(200, type!, bytes);
        return true;
    }
}
