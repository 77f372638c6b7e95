using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace AsyncTick.Tests.Diagnostics;

public sealed class UnloadTests
{
    // A hot reload loads this library anew: what it registers with the runtime (meter, event source, watchdog, unobserved faults) must let the old copy go.
    [Test]
    public void Library_LoadedCollectibleAndUsed_Unloads()
    {
        var context = UseACopy();
        for (var i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(context.IsAlive, Is.False);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseACopy()
    {
        var context = new AssemblyLoadContext("copy", isCollectible: true);
        var copy = context.LoadFromAssemblyPath(typeof(GameLoop).Assembly.Location);
        var optionsType = copy.GetType(typeof(GameLoopOptions).FullName!)!;
        var options = Activator.CreateInstance(optionsType)!;
        optionsType.GetProperty(nameof(GameLoopOptions.WatchdogSeconds))!.SetValue(options, 0.5);
        var loopType = copy.GetType(typeof(GameLoop).FullName!)!;
        using (var loop = (IDisposable)Activator.CreateInstance(loopType, options)!)
        {
            var start = copy.GetType(typeof(LoopStart).FullName!)!.GetMethods()
                .Single(static method => method is { Name: nameof(LoopStart.Start), IsGenericMethod: false } && method.GetParameters()[1].ParameterType == typeof(Func<Task>));
            start.Invoke(null, [loop, () => Task.CompletedTask, "task", "", "", 0]);
            var frame = Activator.CreateInstance(copy.GetType(typeof(FrameTime).FullName!)!, 1.0)!;
            loopType.GetMethod(nameof(GameLoop.Pump), [frame.GetType().MakeByRefType()])!.Invoke(loop, [frame]);
            Assert.That(loopType.GetProperty(nameof(GameLoop.FrameNumber), BindingFlags.Instance | BindingFlags.Public)!.GetValue(loop), Is.EqualTo(1L));
        }

        context.Unload();
        return new WeakReference(context);
    }
}
