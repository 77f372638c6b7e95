using System.Reflection;

namespace AsyncTick.Net.Tests;

/// <summary>The library's own locks are held for moments. When the system stops the thread that holds one, no user is told to hold it shorter.</summary>
public sealed class OwnLockTests
{
    [Test]
    public void WriteLine_AnotherThreadIsStoppedInTheBuffer_IsNoWarningAboutLocks()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope);
        loop.Run(async () =>
        {
            await using var connection = await LineConnection.Open("127.0.0.1", server.Endpoint.Port);
            using var isHeld = new ManualResetEventSlim();
            var holder = new Thread(() =>
            {
                lock (GateOf(connection))
                {
                    isHeld.Set();
                    Thread.Sleep(60);
                }
            });
            holder.Start();
            await Task.Run(isHeld.Wait);
            await connection.WriteLine("hello");
            Assert.That(await connection.ReadLine(), Is.EqualTo("ok hello"));
            await Task.Run(holder.Join);
        });

        Assert.That(loop.Log.Warnings, Has.None.Contains("blocks the game thread"));
        LineServerTests.End(loop, scope);
    }

    private static Lock GateOf(LineConnection connection) => (Lock)Member(Member(Member(connection, "_transport"), "Outgoing"), "_gate");

    private static object Member(object of, string name)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return (of.GetType().GetProperty(name, Any)?.GetValue(of) ?? of.GetType().GetField(name, Any)!.GetValue(of))!;
    }
}
