namespace AsyncTick.Scripting;

/// <summary>
/// Notices that a file may have changed, as far as the system reports it. It does not on every file system, and only so many folders can be
/// watched: its user looks at the file now and again all the same. Any thread.
/// </summary>
internal sealed class FileChanges : IDisposable
{
    private readonly FileSystemWatcher? _watcher;
    private volatile bool _noticed;

    /// <summary>Starts to listen. Where the system refuses, nothing is ever noticed.</summary>
    public FileChanges(string path)
    {
        try
        {
            _watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
            _watcher.Changed += Notice;
            _watcher.Created += Notice;
            _watcher.Renamed += Notice;
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception refused) when (refused is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    /// <summary>Whether something was noticed since this was last asked.</summary>
    public bool Take()
    {
        var noticed = _noticed;
        _noticed = false;
        return noticed;
    }

    public void Dispose() => _watcher?.Dispose();

    private void Notice(object sender, FileSystemEventArgs change) => _noticed = true;
}
