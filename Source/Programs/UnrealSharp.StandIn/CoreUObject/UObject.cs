using UnrealSharp.Core;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using UnrealSharp.UMG;

namespace UnrealSharp.CoreUObject;

/// <summary>An object of the engine. Everything here is for the game thread.</summary>
public partial class UObject : UnrealSharpObject
{
    internal ObjectRecord Record => Engine.Objects.Find(NativeObject) ?? throw new InvalidOperationException("Object is not valid.");

    public FName Name => IsDestroyed ? FName.None : new FName(Record.Name);

    public UObject Outer => FindOuter() ?? throw new InvalidOperationException("Outer object is not valid.");

    /// <summary>Whether the engine has destroyed the object. Compare with this, never with null: the managed half lives on.</summary>
    public bool IsDestroyed => NativeObject == 0 || Engine.Objects.Find(NativeObject) is not { IsGarbage: false };

    /// <summary>Only unique while the object lives.</summary>
    /// <exception cref="InvalidOperationException">The object is gone: the engine would read address zero.</exception>
    public int UniqueID => NativeObject != 0 ? (int)NativeObject : throw new InvalidOperationException("Address zero was asked for its number; in the engine the process ends here.");

    /// <summary>The world that the object is in; null for one outside all worlds.</summary>
    /// <exception cref="InvalidOperationException">The object was destroyed.</exception>
    public UWorld World => IsDestroyed ? throw new InvalidOperationException("Object is not valid.") : FindWorld()!;

    public bool IsA<T>(TSubclassOf<T> classType)
        where T : UObject => classType.IsParentOf(GetType());

    public bool IsA(UClass classType) => classType.ManagedType.IsInstanceOfType(this);

    public override string ToString() => Name.ToString();

    /// <summary>Two managed halves of the same object are equal, and so are any two whose objects are gone; <c>==</c> asks for the same half.</summary>
    public override bool Equals(object? obj) => obj is UObject other && NativeObject == other.NativeObject;

    public override int GetHashCode() => UniqueID;

    public void MarkAsGarbage() => Record.IsGarbage = true;

    public static void PrintString(string message = "Hello", float duration = 2.0f, FLinearColor color = default, bool printToScreen = true, bool printToConsole = true, string key = "")
    {
        if (Engine.CurrentWorldContext is null)
        {
            SimulatedLog.Write("LogScript", Log.ELogVerbosity.Warning, "PrintString without a world");
            return;
        }

        SimulatedLog.Write("LogBlueprintUserMessages", Log.ELogVerbosity.Log, message);
    }

    public static T NewObject<T>(UObject? outer = null, TSubclassOf<T> classType = default, UObject? template = null)
        where T : UObject => (T)Engine.CreateObject(classType.ManagedType ?? typeof(T), outer ?? Engine.TransientPackage);

    public static T GetDefault<T>()
        where T : UObject => (T)Engine.GetDefault(typeof(T));

    public static UPackage GetTransientPackage() => Engine.TransientPackage;

    /// <summary>Spawns into the current world context, as the engine does. Pass both arguments: the default class is none, the default transform has no size.</summary>
    public static T SpawnActor<T>(
        TSubclassOf<T> actorType = default,
        FTransform spawnTransform = default,
        ESpawnActorCollisionHandlingMethod spawnMethod = ESpawnActorCollisionHandlingMethod.Undefined,
        APawn? instigator = null,
        AActor? owner = null)
        where T : AActor => (T)Engine.SpawnActor(actorType.ManagedType, spawnTransform, owner)!;

    public void PrintToConsole(string message = "Hello") => PrintString(message, printToScreen: false);

    public static T CreateWidget<T>(TSubclassOf<T> widgetClass, APlayerController? owningController = null)
        where T : UUserWidget => (T)Engine.CreateWidget(widgetClass.ManagedType);

    public static T GetEngineSubsystem<T>()
        where T : UObject => (T)Engine.GetSubsystem(typeof(T));

    public static T GetEditorSubsystem<T>()
        where T : EditorSubsystem.UEditorSubsystem => (T)Engine.GetSubsystem(typeof(T));

    internal virtual UWorld? FindWorld() => FindOuter()?.FindWorld();

    internal UObject? FindOuter() => Engine.Objects.Find(Record.Outer)?.Managed;
}
