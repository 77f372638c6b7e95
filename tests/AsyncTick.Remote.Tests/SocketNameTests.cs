using AsyncTick.Remote.Sockets;

namespace AsyncTick.Remote.Tests;

/// <summary>Names of folders and sockets on each system.</summary>
public class SocketNameTests
{
    [TestCase(true, @"C:\Users\Ada\AppData\Local", 0u, ExpectedResult = @"C:\Users\Ada\AppData\Local\UnrealAsyncTick\sockets")]
    [TestCase(true, @"D:\", 0u, ExpectedResult = @"D:\UnrealAsyncTick\sockets")]
    [TestCase(false, "/Users/ada/Library/Application Support", 501u, ExpectedResult = "/tmp/asynctick-501")]
    [TestCase(false, "", 0u, ExpectedResult = "/tmp/asynctick-0")]
    public string DefaultFolder_IsTheUsersOwn(bool isWindows, string local, uint user) => SocketNames.DefaultFolder(isWindows, local, user);

    [TestCase(1, "4711.sock")]
    [TestCase(2, "4711.2.sock")]
    public void FileName_TellsTheProcess(int number, string name)
    {
        Assert.That(SocketNames.FileName(4711, number), Is.EqualTo(name));
        Assert.That(SocketNames.ProcessIdOf(name), Is.EqualTo(4711));
    }

    [TestCase("4711.new")]
    [TestCase("x.sock")]
    [TestCase("-1.sock")]
    [TestCase(".sock")]
    public void FileName_OfSomethingElse_TellsNone(string name) => Assert.That(SocketNames.ProcessIdOf(name), Is.Zero);

    // 100 bytes of a folder, and the name.
    [TestCase("1.s", true, ExpectedResult = true)]
    [TestCase("12.s", true, ExpectedResult = false)]
    [TestCase("123456s", false, ExpectedResult = true)]
    [TestCase("1234567s", false, ExpectedResult = false)]
    [TestCase("ä.s", true, ExpectedResult = false)]
    public bool Path_HasRoomInAnAddress(string name, bool isMac)
    {
        var problem = SocketNames.ProblemOf("/" + new string('f', 98) + "/" + name, isMac);
        Assert.That(problem, Is.Null.Or.Contain("name a shorter folder in ASYNCTICK_SOCKETS"));
        return problem is null;
    }

    [Test]
    public async Task Host_WithAFolderThatIsTooLong_SaysSoAndGoesOn()
    {
        var folder = Directory.CreateTempSubdirectory("asynctick-" + new string('l', 120)).FullName;
        var script = Path.Combine(folder, "Goes.cs");
        await File.WriteAllTextAsync(script, "Log(\"goes on\");");
        using var host = ToolProcess.Program("env", $"{RemoteFolder.Variable}={folder}", "dotnet", TestPaths.Tool, "host", script);
        Assert.That(await host.EndAsync(), Is.Zero, host.Printed());
        Assert.That(host.Output, Has.Some.Contains("name a shorter folder in ASYNCTICK_SOCKETS").And.Some.EndsWith("goes on"));
        Directory.Delete(folder, recursive: true);
    }
}
