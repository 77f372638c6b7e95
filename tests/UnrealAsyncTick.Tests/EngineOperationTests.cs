using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>What single-cast delegates, Blueprint actions and loaded assets give to those who wait for them.</summary>
public sealed class EngineOperationTests
{
    [Test]
    public void SingleCast_Called_GivesItsValuesAndIsLeft()
    {
        using var editor = new EditorSession();
        var pulse = editor.Attach<UPulseComponent>(editor.Engine.BeginPlaySession());
        (double First, double Second) got = default;
        UnrealTasks.Start(async () => got = await pulse.Next((TDelegate<FOnAnswered> answer) => pulse.Ask(answer), _ => pulse.ForgetAsking()));
        editor.Tick();
        pulse.Answer(1, 2);
        editor.Tick();
        Assert.That((got.First, got.Second, pulse.IsAsked, editor.Errors.Count), Is.EqualTo((1.0, 2.0, false, 0)));
    }

    [Test]
    public void Action_WhicheverDelegateIsFirst_SaysWhichAndWithWhat()
    {
        using var editor = new EditorSession();
        editor.Engine.BeginPlaySession();
        var action = UObject.NewObject<UEndlessAction>();
        DelegateOutcome outcome = default;
        UnrealTasks.Start(async () => outcome = await action.ActivateAndWait());
        editor.Tick();
        Assert.That(action.IsBusy, Is.True);
        action.Fail("no way");
        editor.Tick();
        Assert.That((outcome.Name, outcome.Call.Get<string>(0)), Is.EqualTo((nameof(action.OnFailure), "no way")));
        Assert.That((action.OnSuccess.CountBindings(), action.OnFailure.CountBindings()), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Loaded_IsKeptAsLongAsItsScopeOrUntilItIsDisposed()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var actor = editor.Spawn<AActor>(world);
        var soft = editor.Engine.Assets.Add<UAnimMontage>("/Game/Knight");
        LoadedAsset<UAnimMontage>? first = null;
        LoadedAsset<UAnimMontage>? second = null;
        var failed = "";
        UnrealTasks.Start(actor, async () =>
        {
            first = await soft.Load();
            second = await soft.Load();
            first.Dispose();
            try
            {
                await SimulatedAssets.Missing<UAnimMontage>("/Game/Nothing").Load();
            }
            catch (AssetNotFoundException missing)
            {
                failed = missing.Message;
            }
        });
        editor.Tick(10);
        Assert.That((first!.IsKept, second!.IsKept, failed), Is.EqualTo((false, true, "'/Game/Nothing.Nothing' was not found, or is no UAnimMontage.")));
        actor.DestroyActor();
        editor.Tick();
        Assert.That((second.IsKept, editor.Errors.Count), Is.EqualTo((false, 0)));
    }
}
