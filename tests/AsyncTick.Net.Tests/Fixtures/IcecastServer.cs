using System.Runtime.InteropServices;

namespace AsyncTick.Net.Tests;

/// <summary>A real icecast2 on a free loopback port, with ffmpeg as its source.</summary>
public sealed partial class IcecastServer : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly string _config;
    private ServerProcess? _process;

    public IcecastServer()
    {
        _config = _folder.File("icecast.xml");
        File.WriteAllText(_config, $"""
            <icecast>
              <limits><clients>50</clients><sources>4</sources><source-timeout>5</source-timeout><burst-on-connect>1</burst-on-connect><burst-size>65535</burst-size></limits>
              <authentication><source-password>pw</source-password><admin-user>admin</admin-user><admin-password>pw</admin-password></authentication>
              <hostname>localhost</hostname>
              <listen-socket><port>{Port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
              <paths><basedir>{_folder.Path}</basedir><logdir>{_folder.Path}</logdir><webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot></paths>
              <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>3</loglevel></logging>
            </icecast>
            """);

        // It refuses to run as root; somebody else must then be able to write its logs.
        ServerProcess.Run("chmod", "777", _folder.Path);
        Start();
    }

    public int Port { get; } = LoopbackPort.Free();

    public Uri Mount => new($"http://127.0.0.1:{Port}/live.mp3");

    /// <summary>Starts the server, again on the same port after <see cref="Kill"/>.</summary>
    public void Start()
    {
        _process = GetUserId() == 0
            ? ServerProcess.Start("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "icecast2", "-c", _config)
            : ServerProcess.Start("icecast2", "-c", _config);
        _process.WaitForPort(Port);
    }

    /// <summary>Ends the server without a word to its listeners.</summary>
    public void Kill()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Streams a file, again and again, at the speed at which it plays.</summary>
    public ServerProcess StartSource(string mp3)
    {
        ServerProcess? source = null;
        var words = "";
        var started = 0L;
        var limit = Environment.TickCount64 + 60_000;
        while (Environment.TickCount64 < limit)
        {
            // Asked for its mounts while its threads begin, icecast 2.4.4 now and then ends with a segmentation fault.
            if (_process is { HasExited: true })
            {
                Kill();
                Start();
            }

            // The one before may still have the mount, and then it would end at once.
            var isMounted = IsMounted();
            if (source is null or { HasExited: true } || (!isMounted && Environment.TickCount64 - started > 10_000))
            {
                words += source?.Output;
                started = Environment.TickCount64;
                source?.Dispose();
                source = isMounted ? null : ServerProcess.Start(
                    "ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "warning", "-re", "-stream_loop", "-1", "-i", mp3, "-c", "copy",
                    "-content_type", "audio/mpeg", "-ice_name", "Test Station", "-f", "mp3", $"icecast://source:pw@127.0.0.1:{Port}/live.mp3");
            }
            else if (isMounted)
            {
                return source;
            }

            Thread.Sleep(20);
        }

        words += source?.Output;
        source?.Dispose();
        var log = _folder.File("error.log");
        throw new TimeoutException($"The source did not connect. {words}{_process?.Output}{(File.Exists(log) ? File.ReadAllText(log) : "")}");
    }

    public void SetTitle(string title) =>
        ServerProcess.Run("curl", "-sf", "-u", "admin:pw", "--get", "--data-urlencode", $"song={title}", $"http://127.0.0.1:{Port}/admin/metadata?mount=/live.mp3&mode=updinfo");

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }

    private bool IsMounted()
    {
        using var curl = ServerProcess.Start("curl", "-s", "-m", "5", "-u", "admin:pw", $"http://127.0.0.1:{Port}/admin/listmounts");
        curl.WaitForExit();
        return curl.Output.Contains("/live.mp3", StringComparison.Ordinal);
    }

    [LibraryImport("libc", EntryPoint = "getuid")]
    private static partial uint GetUserId();
}
