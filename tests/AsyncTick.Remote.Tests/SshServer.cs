using AsyncTick.Net.Tests;

namespace AsyncTick.Remote.Tests;

/// <summary>A real sshd on loopback, with keys, a port and a configuration of its own; ended with this object.</summary>
internal sealed class SshServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("asynctick-ssh-").FullName;
    private readonly ToolProcess _server;

    private SshServer(int port)
    {
        Port = port;
        Make("host");
        Make("user");
        Make("forced");
        var bin = Path.Combine(_folder, "bin");
        Directory.CreateDirectory(bin);
        Write("bin/asynctick", $"#!/bin/sh\nexec dotnet '{TestPaths.Tool}' \"$@\"\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);

        // As Docs/Remote.md shows it: this key may give the tool's commands and nothing else.
        Write("authorized_keys", $"{Key("user")}restrict,pty,command=\"asynctick $SSH_ORIGINAL_COMMAND\" {Key("forced")}", UnixFileMode.UserRead);
        Write("config", $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {_folder}/host
            AuthorizedKeysFile {_folder}/authorized_keys
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            SetEnv PATH={bin}:{Environment.GetEnvironmentVariable("PATH")} {RemoteFolder.Variable}={RemoteFolder.Default}

            """, UnixFileMode.UserRead);
        Write("known_hosts", $"[127.0.0.1]:{port} {Key("host")}", UnixFileMode.UserRead);
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd"); // where sshd, as root, puts its unprivileged half
        }

        _server = ToolProcess.Program("/usr/sbin/sshd", "-D", "-e", "-f", $"{_folder}/config");
    }

    public int Port { get; }

    public static async Task<SshServer> StartAsync()
    {
        SshServer server = new(LoopbackPort.Free());
        await server._server.WaitForErrorAsync("Server listening on 127.0.0.1");
        return server;
    }

    /// <summary>Starts the client.</summary>
    /// <param name="key">Which key: <c>user</c>, or <c>forced</c>.</param>
    /// <param name="terminal">Whether the command gets a terminal.</param>
    /// <param name="command">The command line for the other end's shell.</param>
    public ToolProcess Connect(string key, bool terminal, string command) => ToolProcess.Program(
        "ssh",
        "-F", "none", "-p", $"{Port}", "-i", $"{_folder}/{key}", "-o", "IdentitiesOnly=yes", "-o", $"UserKnownHostsFile={_folder}/known_hosts", "-o", "StrictHostKeyChecking=yes",
        "-o", "BatchMode=yes", terminal ? "-tt" : "-T", $"{Environment.UserName}@127.0.0.1", command);

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Make(string key)
    {
        using var maker = ToolProcess.Program("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", $"{_folder}/{key}");
        Assert.That(maker.EndAsync().Result, Is.Zero, maker.Printed());
    }

    private string Key(string name) => File.ReadAllText($"{_folder}/{name}.pub");

    private void Write(string name, string text, UnixFileMode mode)
    {
        File.WriteAllText($"{_folder}/{name}", text);
        File.SetUnixFileMode($"{_folder}/{name}", mode);
    }
}
