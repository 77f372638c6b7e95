using System.Runtime.InteropServices;
using AsyncTick.Net.Tests;

namespace AsyncTick.Scripting.Tests;

/// <summary>A real PostgreSQL on a free loopback port, with data of its own.</summary>
internal sealed partial class PostgresServer : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly ServerProcess _process;

    public PostgresServer()
    {
        // It refuses to run as root; another user must then be able to make its data.
        ServerProcess.Run("chmod", "777", _folder.Path);
        var data = _folder.File("data");
        using (var initialize = Start("initdb", "--pgdata", data, "--auth", "trust", "--username", "game", "--no-sync", "--no-instructions", "--locale", "C", "--encoding", "UTF8"))
        {
            initialize.WaitForExit();
            Assert.That(initialize.ExitCode, Is.Zero, initialize.Output);
        }

        _process = Start("postgres", "-D", data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder.Path}", "-c", "fsync=off", "-c", "log_statement=none");
        _process.WaitForOutput("ready to accept connections");
    }

    public int Port { get; } = LoopbackPort.Free();

    /// <summary>Where the samples find it.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=game;Database=postgres";

    /// <summary>Asks the server with a client that came with it. Gives the rows, a line each.</summary>
    public string Ask(string sql) => ServerProcess.Run(Program("psql"), "-h", "127.0.0.1", "-p", $"{Port}", "-U", "game", "-d", "postgres", "-At", "-c", sql).TrimEnd();

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }

    private static ServerProcess Start(string program, params string[] arguments) => GetUserId() == 0
        ? ServerProcess.Start("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Program(program), .. arguments])
        : ServerProcess.Start(Program(program), arguments);

    // Beside the version that a distribution has, and not in the PATH.
    private static string Program(string name)
    {
        const string Versions = "/usr/lib/postgresql";
        var newest = Directory.Exists(Versions) ? Directory.GetDirectories(Versions).Order(StringComparer.Ordinal).LastOrDefault() : null;
        return newest is null ? throw new FileNotFoundException("PostgreSQL is not installed. Run tests/install-databases.sh.") : Path.Combine(newest, "bin", name);
    }

    [LibraryImport("libc", EntryPoint = "getuid")]
    private static partial uint GetUserId();
}
