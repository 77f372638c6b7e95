using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;
using UnrealSharp.UMG;

namespace UnrealAsyncTick.Tests;

/// <summary>Which delegates have a listener, and what code gets that was compiled without the generator.</summary>
public sealed class DelegateListenerTests
{
    [Test]
    public void Next_AsAScriptHasIt_GivesTheArgumentsByPlace()
    {
        using var editor = new EditorSession();
        var box = UObject.NewObject<UEditableTextBox>();
        DelegateCall call = default;
        UnrealTasks.Start(async () => call = await Untyped(box, box.OnTextCommitted));
        editor.Tick();
        box.Type("hello");
        editor.Tick(2);
        Assert.That((call.Get<UnrealSharp.Core.FText>(0).ToString(), call.Get<UnrealSharp.SlateCore.ETextCommit>(1)), Is.EqualTo(("hello", UnrealSharp.SlateCore.ETextCommit.OnEnter)));
    }

    [Test]
    public void Next_DelegateThatNobodyListensTo_SaysWhatToDo()
    {
        using var editor = new EditorSession();
        var events = UAsyncTickLibrary.GetAsyncTickEvents()!;
        UnrealTasks.Start(async () => await Untyped(events, new TMulticastDelegate<FOnNeverAwaited>()));
        editor.Tick();
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("FOnNeverAwaited").And.One.Contains("Game.props").And.One.Contains("AwaitableDelegate"));
    }

    [Test]
    public void Next_UnusualSignature_HasItsListener()
    {
        using var editor = new EditorSession();
        var odd = UObject.NewObject<UOddDelegate>();
        (double First, double Item7Value, double RestValue, string ToStringValue) got = default;
        UnrealTasks.Start(async () => got = await odd.Next(odd.OnOdd));
        editor.Tick();
        odd.OnOdd.InnerDelegate.Invoke(1, 2, 3, "four");
        editor.Tick();
        Assert.That(got, Is.EqualTo((1.0, 2.0, 3.0, "four")));
    }

    // The generator does not look through type parameters, no more than into scripts.
    private static async Task<DelegateCall> Untyped<T>(UObject owner, TMulticastDelegate<T> source)
        where T : Delegate => await owner.Next(source);
}
