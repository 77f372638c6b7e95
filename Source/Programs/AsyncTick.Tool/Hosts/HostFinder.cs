using AsyncTick.Remote;

namespace AsyncTick.Tool.Hosts;

/// <summary>Finds the running hosts of the user on this machine.</summary>
internal static class HostFinder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>All of them; what is left of dead ones is removed.</summary>
    /// <exception cref="IOException">The folder is not the user's own.</exception>
    public static async Task<IReadOnlyList<FoundHost>> FindAllAsync(CancellationToken cancellation)
    {
        await RemoteFolder.RemoveStaleAsync(RemoteFolder.Default, cancellation);
        var found = await Task.WhenAll(RemoteFolder.Sockets(RemoteFolder.Default).Select(socket => TryConnectAsync(socket.Path, cancellation)));
        return [.. found.OfType<FoundHost>()];
    }

    /// <summary>The one that is named, or the only one.</summary>
    /// <exception cref="IOException">There is none, or there are several; the message lists them.</exception>
    public static async Task<FoundHost> FindAsync(string? name, CancellationToken cancellation)
    {
        var all = await FindAllAsync(cancellation);
        FoundHost[] meant = [.. all.Where(host => name is null || host.IsMeantBy(name))];
        foreach (var other in all.Where(host => meant.Length != 1 || host != meant[0]))
        {
            other.Client.Dispose();
        }

        return meant switch
        {
            [var only] => only,
            [] when all.Count == 0 => throw new IOException("No host of this user runs here. 'asynctick host script.cs' starts one; in the editor and in games 'AsyncTick.Remote' says whether the socket is open."),
            [] => throw new IOException($"No running host is '{name}'. Running: {List(all)}."),
            _ => throw new IOException($"{meant.Length} hosts run; name one with --host: {List(meant)}."),
        };
    }

    private static string List(IEnumerable<FoundHost> hosts) => string.Join(", ", hosts.Select(host => $"{host.ProcessId} ({host.Name} in {host.Folder})"));

    private static async Task<FoundHost?> TryConnectAsync(string path, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            return new FoundHost(await RemoteClient.ConnectAsync(path, limit.Token));
        }
        catch (Exception gone) when (gone is IOException || (gone is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Console.Error.WriteLine($"asynctick: {(gone is IOException ? gone.Message : $"{path} does not answer.")}");
            return null;
        }
    }
}
