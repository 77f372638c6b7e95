using System.Net.Sockets;
using AsyncTick.Remote.Sockets;
using AsyncTick.Scripting;
using AsyncTick.Testing;

namespace AsyncTick.Remote.Tests;

/// <summary>Sockets that an ended process of the same id has left behind: in a container every host has the same one.</summary>
public sealed class StaleSocketTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("asynctick-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Names_LeftBehind_AreTakenOver_AndThoseInUseAreNot()
    {
        LeaveBehind(Own(1));
        LeaveBehind(Own(2));
        using var compiler = new ScriptCompiler();
        using var test = new TestLoop();
        using var scripts = new ScriptHost(test.Loop, compiler);
        using var first = Host(test, scripts);
        first.Start();
        using var second = Host(test, scripts);
        second.Start();
        Assert.That((first.SocketPath, second.SocketPath), Is.EqualTo((Own(1), Own(2))));
    }

    [Test]
    public async Task LaterName_LeftBehind_IsRemoved()
    {
        using var listening = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listening.Bind(new UnixDomainSocketEndPoint(Own(1)));
        listening.Listen(8);
        LeaveBehind(Own(2));
        await RemoteFolder.RemoveStaleAsync(_folder);
        Assert.That(RemoteFolder.Sockets(_folder).Select(static each => each.Path), Is.EqualTo([Own(1)]));
    }

    private RemoteHost Host(TestLoop test, ScriptHost scripts) =>
        new(scripts, new ConsoleCommands(scripts), new LogTail(test.Log), new RemoteOptions { Folder = _folder });

    private string Own(int number) => Path.Combine(_folder, SocketNames.FileName(Environment.ProcessId, number));

    private static void LeaveBehind(string path)
    {
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint(path + ".early"));
        File.Move(path + ".early", path); // it would be removed with the socket otherwise
    }
}
