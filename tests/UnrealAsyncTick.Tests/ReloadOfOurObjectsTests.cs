using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using UnrealSharp.UMG;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>A hot reload of this plugin's own assembly: its objects stay, their managed halves are made anew.</summary>
public sealed class ReloadOfOurObjectsTests
{
    [Test]
    public void Defaults_OfANewObject_AreThere()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.EditorWorld;
        Assert.That((editor.Attach<UTcpActorSpawnerComponent>(world).Port, editor.Attach<UTcpActorSpawnerComponent>(world).MaxSpawnsPerFrame), Is.EqualTo((8885, 8)));
        Assert.That(editor.Attach<URadioStreamComponent>(world) is { Volume: 1, BufferSeconds: 0.2f, Url: "http://127.0.0.1:8000/stream" }, Is.True);
        Assert.That(editor.Attach<URedisSubscriberComponent>(world) is { Host: "127.0.0.1", Port: 6379, Channel: "foobar", LogMessages: true }, Is.True);
        Assert.That(UObject.CreateWidget<UWebSocketEchoWidget>(typeof(UWebSocketEchoWidget)) is { Url: "ws://127.0.0.1:8765/", MaxLines: 200 }, Is.True);
    }

    [Test]
    public void Defaults_ThatWereEdited_SurviveAReload()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.EditorWorld;
        editor.Attach<UTcpActorSpawnerComponent>(world).Port = 9000;
        editor.Attach<URadioStreamComponent>(world).Volume = 0;
        editor.Attach<URedisSubscriberComponent>(world).LogMessages = false;
        UObject.CreateWidget<UWebSocketEchoWidget>(typeof(UWebSocketEchoWidget)).Url = "ws://127.0.0.1:1/";
        for (var round = 0; round < 2; round++)
        {
            editor.ReloadPlugin();
            Assert.That(New<UTcpActorSpawnerComponent>(editor) is { Port: 9000, MaxSpawnsPerFrame: 8 }, Is.True, "not 8885 again");
            Assert.That(New<URadioStreamComponent>(editor) is { Volume: 0, Url: "http://127.0.0.1:8000/stream" }, Is.True);
            Assert.That(New<URedisSubscriberComponent>(editor) is { LogMessages: false, Port: 6379 }, Is.True);
            Assert.That(New<UWebSocketEchoWidget>(editor) is { Url: "ws://127.0.0.1:1/", MaxLines: 200 }, Is.True);
        }
    }

    [Test]
    public void StrongPointersAndListeners_OfRunningTasks_AreLetGoOnTheGameThread()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var actor = editor.Spawn<ACharacter>(world);
        var button = UObject.NewObject<UButton>();
        UnrealTasks.Start(actor, static async () => await Delay(1000));
        UnrealTasks.Start(async () => await button.Next(button.OnClicked), TaskLifetime.Editor);
        _ = UAsyncTickLibrary.GetAsyncTickEvents();
        editor.Tick(2);
        Assert.That(editor.Engine.OpenStrongPointers, Is.EqualTo(3));

        editor.ReloadPlugin();
        Assert.That(editor.Engine.OpenStrongPointers, Is.Zero, "the finalizer's thread is not the game's");
        Assert.That(actor.OnEndPlay.CountBindings(), Is.Zero);
        actor.DestroyActor();
        button.Click();
        editor.Tick(2);
        Assert.That(editor.Errors, Is.Empty, "a listener that is gone is not taken from its delegate: in the engine the process would end");
    }

    [Test]
    public void StrongPointersAndListeners_OfATaskThatIsAbandoned_AreLetGo()
    {
        using var editor = new EditorSession();
        var button = UObject.NewObject<UButton>();
        AppDomain.CurrentDomain.SetData("abandoned-button", button);
        var loader = new SimulatedLoader(editor.Engine);
        loader.Load("Deaf", GameAssembly.Compile("Deaf", """
            using UnrealSharp.UMG;

            namespace Game;

            [UModule]
            public class FDeaf : IModuleInterface
            {
                public void StartupModule() => UnrealTasks.Start(async () =>
                {
                    var button = (UButton)AppDomain.CurrentDomain.GetData("abandoned-button")!;
                    await foreach (var call in button.All(button.OnClicked))
                    {
                        await new TaskCompletionSource().Task;
                    }
                }, TaskLifetime.Editor);

                public void ShutdownModule() { }
            }
            """));
        editor.Tick();
        button.Click();
        editor.Tick(2);
        Assert.That((editor.Engine.OpenStrongPointers, button.OnClicked.CountBindings()), Is.EqualTo((1, 1)));
        loader.Unload("Deaf");
        Assert.That((editor.Engine.OpenStrongPointers, button.OnClicked.CountBindings()), Is.EqualTo((1, 0)), "one listener is kept for the next wait");
        Assert.That(editor.Warnings, Has.Some.Contains("will not run again"));
        editor.StopPlugin();
        Assert.That(editor.Engine.OpenStrongPointers, Is.Zero);
    }

    private static T New<T>(EditorSession editor)
        where T : UObject => (T)editor.Engine.ObjectsOf(typeof(T).FullName!).Single();
}
