using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AsyncTick.Testing;

namespace AsyncTick.Tests;

/// <summary>What all other tests stand on. When one of these fails, look no further.</summary>
public sealed class EnvironmentTests
{
    /// <summary>That of the framework that this assembly was compiled for, unless the suite says that it runs it on another.</summary>
    [Test]
    public void Runtime_Version_IsTheOneMeant()
    {
        var compiledFor = typeof(EnvironmentTests).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName;
        var meant = Environment.GetEnvironmentVariable("ASYNCTICK_TEST_RUNTIME") ?? compiledFor[(compiledFor.IndexOf('v') + 1)..compiledFor.IndexOf('.', compiledFor.IndexOf('v'))];
        Assert.That($"{Environment.Version.Major}", Is.EqualTo(meant));
    }

    [Test]
    public void Core_Assembly_IsTheProjectsOwn() =>
        Assert.That(typeof(GameLoop).Assembly.Location, Is.EqualTo(Path.Combine(AppContext.BaseDirectory, "AsyncTick.dll")));

    [Test]
    public void Core_Assembly_ReferencesTheFrameworkOnly() =>
        Assert.That(typeof(GameLoop).Assembly.GetReferencedAssemblies().Select(name => name.Name), Has.All.StartsWith("System"));

    [Test]
    public void Loopback_Socket_CanListenAndConnect()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        Assert.That(client.Connected, Is.True);
    }

    [Test]
    public unsafe void Doorbell_Layout_IsTheNativeOne()
    {
        DoorbellBlock bell = default;
        Assert.That(
            (Marshal.SizeOf<DoorbellBlock>(), (int)Marshal.OffsetOf<DoorbellBlock>(nameof(DoorbellBlock.Ready)), (int)Marshal.OffsetOf<DoorbellBlock>(nameof(DoorbellBlock.NextDue)), (int)((byte*)&bell.NextDue[(int)Clock.Audio - 1] - (byte*)&bell)),
            Is.EqualTo((48, 4, 8, 32)));
    }

    [Test]
    public unsafe void FrameTime_Layout_IsFourDoubles()
    {
        var time = new FrameTime(1, 2, 3, 4);
        Assert.That(new ReadOnlySpan<double>(&time, sizeof(FrameTime) / sizeof(double)).ToArray(), Is.EqualTo([1.0, 2.0, 3.0, 4.0]));
    }

    [Test]
    public void Yield_InAsyncMethod_IsRecognized()
    {
        using var test = new TestLoop();
        var steps = 0;
        test.Loop.Start(async () =>
        {
            await Task.Yield();
            steps++;
            await Task.Yield();
            steps++;
        });
        test.Step();
        Assert.That(steps, Is.EqualTo(1), "this runtime posts Task.Yield() of an async method in a way that is not recognized");
        test.Step();
    }

    [Test]
    public void Yield_InHandMadeAwaiter_IsRecognized()
    {
        using var test = new TestLoop();
        var steps = 0;
        void Again()
        {
            steps++;
            if (steps < 3)
            {
                Task.Yield().GetAwaiter().UnsafeOnCompleted(Again);
            }
        }

        test.Loop.Post(Again);
        test.Step();
        Assert.That(steps, Is.EqualTo(1), "this runtime posts Task.Yield() of a hand-made awaiter in a way that is not recognized");
        test.Step(2);
    }

    [Test]
    public void Task_ExceptionHandled_CanBeSeen()
    {
        using var test = new TestLoop();
        Task plain = test.Loop.Start(() => Task.FromException(new InvalidOperationException("taken")));
        Assert.That(() => plain.GetAwaiter().GetResult(), Throws.InvalidOperationException);
        test.Step();
        Assert.That(test.Log.Errors, Is.Empty, "this runtime names the fields that TaskInspector reads otherwise");
    }
}
