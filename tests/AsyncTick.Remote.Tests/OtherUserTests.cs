using System.Diagnostics;

namespace AsyncTick.Remote.Tests;

/// <summary>Another user of the machine, a real one, gets nowhere. Needs root, who alone can make one.</summary>
public class OtherUserTests
{
    private const string User = "asynctick-test";

    // Connects, and prints what it is told; nothing when the connection is closed at once.
    private const string Connect = "import socket,sys; s = socket.socket(socket.AF_UNIX); s.settimeout(20); s.connect(sys.argv[1]); print(s.recv(100))";

    private LiveHost _host = null!;

    [OneTimeSetUp]
    public void MakeUser()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Only root can make a second user.");
        }

        Execute("useradd", "--system", "--no-create-home", "--shell", "/bin/sh", User);
        _host = new LiveHost();
    }

    [OneTimeTearDown]
    public void RemoveUser()
    {
        if (_host is not null)
        {
            _host.Dispose();
            Execute("userdel", User);
        }
    }

    [Test]
    public void Folder_LetsNoOtherUserIn()
    {
        var (code, output) = AsOther(_host.Socket);
        Assert.That(code, Is.Not.Zero);
        Assert.That(output, Does.Contain("PermissionError"));
    }

    [Test]
    public void PeersUser_IsCheckedWhereTheModeWouldLetItIn()
    {
        const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;
        try
        {
            File.SetUnixFileMode(SocketFolder.Path, Everyone);
            File.SetUnixFileMode(_host.Socket, Everyone);
            var (code, output) = AsOther(_host.Socket);
            Assert.That((code, output.Trim()), Is.EqualTo((0, "b''")).Or.Property("Item2").Contains("ConnectionResetError"));
        }
        finally
        {
            File.SetUnixFileMode(SocketFolder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Test]
    public void Folder_OfAnotherUser_IsNotUsed()
    {
        var folder = Directory.CreateTempSubdirectory("asynctick-foreign-").FullName;
        try
        {
            Execute("chown", User, folder);
            Assert.Multiple(() =>
            {
                Assert.That(() => RemoteFolder.Prepare(folder), Throws.TypeOf<IOException>().With.Message.Contains("belongs to user"));
                Assert.That(() => RemoteFolder.Sockets(folder), Throws.TypeOf<IOException>());
            });
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Test]
    public void Folder_ThatIsOpenToOthers_IsNotUsedAndStaysAsItIs()
    {
        var folder = Directory.CreateTempSubdirectory("asynctick-open-").FullName;
        try
        {
            const UnixFileMode Shared = (UnixFileMode)0b111_101_101;
            File.SetUnixFileMode(folder, Shared);
            Assert.That(() => RemoteFolder.Prepare(folder), Throws.TypeOf<IOException>().With.Message.Contains("chmod 700"));
            Assert.That(File.GetUnixFileMode(folder), Is.EqualTo(Shared));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Test]
    public void Folder_ThatIsALink_IsNotUsed()
    {
        var link = Path.Combine(Path.GetTempPath(), $"asynctick-link-{Environment.ProcessId}");
        File.CreateSymbolicLink(link, SocketFolder.Path);
        try
        {
            Assert.That(() => RemoteFolder.Prepare(link), Throws.TypeOf<IOException>().With.Message.Contains("is a link"));
        }
        finally
        {
            File.Delete(link);
        }
    }

    private static (int Code, string Output) AsOther(string socket) => Run("runuser", "-u", User, "--", "python3", "-c", Connect, socket);

    private static void Execute(string program, params string[] arguments)
    {
        var (code, output) = Run(program, arguments);
        Assert.That(code, Is.Zero, output);
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
