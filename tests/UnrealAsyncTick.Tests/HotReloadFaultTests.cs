using AsyncTick;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>
/// The row "hot reload" of <see cref="AnchorTableTests"/>: in UnrealSharp a tracked task that needs the game thread hangs the editor, one that fails meanwhile
/// ends the process, and what is left runs after its code has gone.
/// </summary>
public sealed class HotReloadFaultTests
{
    private static int Steps => (int)(AppDomain.CurrentDomain.GetData("fault-steps") ?? 0);

    [Test]
    [CancelAfter(30_000)]
    public void HotReload_TaskThatNeedsTheGameThread_GetsItAndEnds()
    {
        using var editor = new EditorSession();
        Load(editor, "Needy", """
            try { await Delay(1000); }
            finally
            {
                using (Defer(1))
                {
                    await Task.Run(() => { });
                    await NextFrame();
                    await Loop.Start(async () => { await Frames(2); }, "helper");
                    Count();
                }
            }
            """).Unload("Needy");
        Assert.That((Steps, editor.Loop.Tasks.Count), Is.EqualTo((1, 0)));
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void HotReload_TaskThatFailsMeanwhile_IsLoggedAndTheEditorLives()
    {
        using var editor = new EditorSession();
        Load(editor, "Faulty", """
            try { await Delay(1000); }
            catch (OperationCanceledException) { throw new InvalidOperationException("while unloading"); }
            """).Unload("Faulty");
        editor.Tick(2);
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("while unloading"));
        Assert.That(editor.Loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void HotReload_PendingContinuationOfTheOldCode_NeverRuns()
    {
        using var editor = new EditorSession();
        var outside = new TaskCompletionSource();
        AppDomain.CurrentDomain.SetData("fault-outside", outside.Task);
        Load(editor, "Old", """
            var outside = (Task)AppDomain.CurrentDomain.GetData("fault-outside")!;
            while (true)
            {
                try { await outside; Count(); await NextFrame(); } catch (OperationCanceledException) { }
            }
            """).Unload("Old");
        outside.SetResult();
        editor.Tick(5, 0.5);
        Assert.That((Steps, editor.Loop.Tasks.Count), Is.EqualTo((0, 0)));
        Assert.That(editor.Warnings, Has.Some.Contains("will not run again"), "and it is named");
    }

    [SetUp]
    public void Reset() => AppDomain.CurrentDomain.SetData("fault-steps", 0);

    private static SimulatedLoader Load(EditorSession editor, string name, string body)
    {
        var loader = new SimulatedLoader(editor.Engine);
        loader.Load(name, GameAssembly.Compile(name, $$"""
            namespace Game;

            [UModule]
            public class FGame : IModuleInterface
            {
                public void StartupModule() => UnrealTasks.Start(Body, TaskLifetime.Editor, "{{name}}");

                public void ShutdownModule() { }

                private static async Task Body()
                {
                    {{body}}
                }

                private static void Count() => AppDomain.CurrentDomain.SetData("fault-steps", (int)AppDomain.CurrentDomain.GetData("fault-steps")! + 1);
            }
            """));
        editor.Tick(2);
        return loader;
    }
}
