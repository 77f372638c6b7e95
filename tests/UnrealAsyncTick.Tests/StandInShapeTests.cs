using System.Reflection;
using UnrealSharp;
using UnrealSharp.Core;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using UnrealSharp.UMG;

namespace UnrealAsyncTick.Tests;

/// <summary>The stand-in has UnrealSharp's shape where that is not what one would guess, so that code which leans on a guess fails here.</summary>
public sealed class StandInShapeTests
{
    [Test]
    public void Text_EqualsByIdentity_AndCanBeDisposed()
    {
        using var engine = new SimulatedEngine();
        var block = UObject.NewObject<UTextBlock>();
        var text = new FText("same");
        block.Text = text;
        Assert.That(text == new FText("same"), Is.False, "two texts that read the same");
        Assert.That((block.Text == text, ReferenceEquals(block.Text, text)), Is.EqualTo((true, false)), "two references to one text");
        Assert.That(new FText("") == FText.None, Is.True);
        text.Dispose();
        Assert.That((text.IsValid, text.ToString(), block.Text.ToString()), Is.EqualTo((false, "", "same")));
    }

    [Test]
    public void Delegate_IsBoundOrNot_EveryInvokeLeaksItsStrings()
    {
        using var engine = new SimulatedEngine();
        var events = UObject.NewObject<UAsyncTickEvents>();
        events.OnTaskFaulted.Invoke("a", "b");
        Assert.That(engine.LeakedStrings, Is.EqualTo(2));
        var listener = UObject.NewObject<UFaultListener>();
        events.OnTaskFaulted += listener.OnFault;
        events.OnTaskFaulted.InnerDelegate.Invoke("a", "b");
        Assert.That((engine.LeakedStrings, listener.Faults.Count), Is.EqualTo((4, 1)));
    }

    [Test]
    public void Delegate_OfAnActor_IsSparseAndCannotSayWhetherItIsBound()
    {
        using var engine = new SimulatedEngine();
        var actor = engine.SpawnActorIn(engine.EditorWorld, typeof(AActor), new FTransform())!;
        Assert.That(() => actor.OnEndPlay.IsBound, Throws.InvalidOperationException);
        Assert.That(() => actor.OnEndPlay.CountBindings(), Throws.Nothing);
    }

    [Test]
    public void Delegate_ListenerThatIsGone_EndsTheProcess([Values("add", "remove", "contains")] string call)
    {
        using var engine = new SimulatedEngine();
        var events = UObject.NewObject<UAsyncTickEvents>();
        var listener = UObject.NewObject<UFaultListener>();
        listener.MarkAsGarbage();
        engine.CollectGarbage();
        Assert.That(
            () =>
            {
                switch (call)
                {
                    case "add":
                        events.OnTaskFaulted.Add(listener.OnFault);
                        break;
                    case "remove":
                        events.OnTaskFaulted.Remove(listener.OnFault);
                        break;
                    default:
                        events.OnTaskFaulted.Contains(listener.OnFault);
                        break;
                }
            },
            Throws.InvalidOperationException.With.Message.Contains("process ends"));
    }

    [Test]
    public void Delegate_WithoutItsWrapper_CannotBeMade() =>
        Assert.That(static () => new TMulticastDelegate<Action>(), Throws.InstanceOf<TypeInitializationException>().With.InnerException.TypeOf<TypeLoadException>());

    [Test]
    public void SubclassOf_WrongType_IsLoggedAndIsNoClass()
    {
        using var editor = new EditorSession(startPlugin: false);
        TSubclassOf<AActor> wrong = typeof(UButton);
        Assert.That((wrong.IsValid, new TSubclassOf<AActor>().IsValid, default(TSubclassOf<AActor>).IsValid), Is.EqualTo((false, true, false)));
        Assert.That(editor.Log, Does.Contain("UButton is not a subclass of AActor"));
    }

    [TestCase(0, 0, 0)]
    [TestCase(0, 90, 0)]
    [TestCase(30, -60, 120)]
    [TestCase(-45, 170, -10)]
    public void Transform_Rotation_IsAQuaternion(double pitch, double yaw, double roll)
    {
        var transform = new FTransform(new FRotator(pitch, yaw, roll), FVector.Zero);
        FRotator back = transform.Rotation;
        Assert.That((back.Pitch, back.Yaw, back.Roll), Is.EqualTo((pitch, yaw, roll)).Using<(double, double, double)>(
            static (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) + Math.Abs(a.Item3 - b.Item3) < 1e-9));
        Assert.That(new FTransform().Rotation.IsIdentity, Is.True);
        Assert.That(new FQuat(new FRotator(0, 90, 0)).Z, Is.EqualTo(Math.Sqrt(0.5)).Within(1e-12));
    }

    [Test]
    public void Members_AreFieldsOrPropertiesAndParametersAreNamedAsInUnrealSharp()
    {
        Assert.That(typeof(FVector).GetField("X"), Is.Not.Null, "structures of the engine have fields");
        Assert.That(typeof(FLinearColor).GetField("R"), Is.Not.Null);
        Assert.That(typeof(AActor).GetProperty("ActorTransform")!.SetMethod is { IsPublic: true }, Is.False);
        Assert.That(typeof(FText).IsSealed, Is.False);
        Assert.That(typeof(TStrongObjectPtr).GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly), Is.Not.Null);
        Assert.That(
            new[] { Names(typeof(AActor), "SetActorLabel"), Names(typeof(AActor), "GetActorLabel"), Names(typeof(UGameplayStatics), "SetGamePaused"), Names(typeof(UUserWidget), "Tick") },
            Is.EqualTo(new[] { "newActorLabel, markDirty", "createIfNone", "paused", "myGeometry, deltaTime" }));

        static string Names(Type type, string method) => string.Join(", ", type.GetMethod(method)!.GetParameters().Select(parameter => parameter.Name));
    }

    [Test]
    public void Transform_OfAnActor_IsSetByAFunction()
    {
        using var engine = new SimulatedEngine();
        var actor = engine.SpawnActorIn(engine.EditorWorld, typeof(AActor), new FTransform())!;
        actor.SetActorTransform(new FTransform(new FRotator(0, 90, 0), new FVector(1, 2, 3)));
        Assert.That((actor.ActorLocation.Y, actor.ActorRotation.Yaw), Is.EqualTo((2.0, 90.0)).Using<(double, double)>(static (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-9));
        Assert.That(typeof(AActor).GetProperty(nameof(AActor.ActorTransform))!.SetMethod!.IsPublic, Is.False);
    }

    [Test]
    public void Objects_ThatAreGone_AreAllEqualButNotTheSame()
    {
        using var engine = new SimulatedEngine();
        var (a, b) = (UObject.NewObject<UButton>(), UObject.NewObject<UTextBlock>());
        Assert.That(a.Equals(b), Is.False);
        a.MarkAsGarbage();
        b.MarkAsGarbage();
        engine.CollectGarbage();
        Assert.That((a.Equals(b), ReferenceEquals(a, b)), Is.EqualTo((true, false)));
        Assert.That(() => a.GetHashCode(), Throws.InvalidOperationException, "so none of them can be a key");
        Assert.That(() => b.Text, Throws.InstanceOf<NullReferenceException>());
    }

    [Test]
    public void Name_InAnEditor_ComparesItsSpelling()
    {
        FName name = "Hero";
        Assert.That((name == new FName("Hero"), name == new FName("hero"), name.CompareTo("hero")), Is.EqualTo((true, false, 0)));
        Assert.That((name.IsValid, name.IsNone, default(FName).IsNone, default(FName).ToString()), Is.EqualTo((true, false, true, "None")));
        Assert.That(System.Runtime.CompilerServices.Unsafe.SizeOf<FName>(), Is.EqualTo(12));
    }

    [Test]
    public void Reload_ValuesStay_AndTheConstructorRunsAgain()
    {
        using var engine = new SimulatedEngine();
        var loader = new SimulatedLoader(engine);
        var image = GameAssembly.Compile("Shape", """
            namespace Game;

            [UClass]
            public partial class UShape : UnrealSharp.CoreUObject.UObject
            {
                public UShape() => Port = 8885;

                [UProperty(PropertyFlags.EditAnywhere)]
                public partial int Port { get; set; }

                [UProperty(PropertyFlags.EditAnywhere)]
                public partial string Host { get; set; }
            }
            """);
        loader.Load("Shape", image);
        var before = loader.MakeObject("Shape", "Game.UShape");
        before.GetType().GetProperty("Port")!.SetValue(before, 9000);
        before.GetType().GetProperty("Host")!.SetValue(before, "edited");
        loader.Unload("Shape");
        Assert.That(before.NativeObject, Is.EqualTo((nint)0));

        loader.Load("Shape", image);
        var after = engine.ObjectsOf("Game.UShape").Single();
        Assert.That((after.GetType().GetProperty("Port")!.GetValue(after), after.GetType().GetProperty("Host")!.GetValue(after)), Is.EqualTo(((object)8885, (object)"edited")));
    }
}
