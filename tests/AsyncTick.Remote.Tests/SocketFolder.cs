namespace AsyncTick.Remote.Tests;

/// <summary>The sockets of these tests are in a folder of their own, that the processes they start inherit.</summary>
[SetUpFixture]
internal sealed class SocketFolder
{
    public static string Path { get; private set; } = "";

    [OneTimeSetUp]
    public void Make()
    {
        Path = Directory.CreateTempSubdirectory("asynctick-sockets-").FullName;
        Environment.SetEnvironmentVariable(RemoteFolder.Variable, Path);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Path, recursive: true);
}
