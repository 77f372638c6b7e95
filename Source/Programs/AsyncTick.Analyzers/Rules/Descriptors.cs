using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace AsyncTick.Analyzers;

/// <summary>Number, title and message of every rule; each message names the remedy. Docs/Analyzers.md has a section for each.</summary>
internal static class Descriptors
{
    private static readonly string HelpFolder = typeof(Descriptors).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static entry => entry.Key == "HelpFolder")?.Value ?? "Docs/";

    public static readonly DiagnosticDescriptor Result = Rule(
        "AT0001", "A task's result is waited for by blocking", "'{0}' blocks the game thread until the task has ended, which needs the next frame; use 'await {1}'");

    public static readonly DiagnosticDescriptor Wait = Rule(
        "AT0002", "A task is waited for by blocking", "'{0}' blocks the game thread until the task has ended, which needs the next frame; use 'await {1}'");

    public static readonly DiagnosticDescriptor Sleep = Rule(
        "AT0003", "The game thread sleeps", "'{0}' stops the game for as long as it sleeps; use 'await {1}'");

    public static readonly DiagnosticDescriptor ReadConsole = Rule(
        "AT0004", "The game thread waits for a key", "'{0}' stops the game until a key is pressed; use 'await {1}'");

    public static readonly DiagnosticDescriptor EngineOffThread = Rule(
        "AT0005", "The engine is used off the game thread", "'{0}' belongs to the engine and may be used on the game thread only; move it there, or come back first with 'await {1}'");

    public static readonly DiagnosticDescriptor Context = Rule(
        "AT0006", "An await leaves the task's context", "'{0}' makes the code behind the await go on outside its task, where the waits of the loop and the engine do not work; remove it");

    public static readonly DiagnosticDescriptor AsyncVoid = Rule(
        "AT0007", "A coroutine returns void", "{0} is 'async void': it cannot be awaited, canceled or listed; return a Task, or put the body into '{1}'");

    public static readonly DiagnosticDescriptor NotStarted = Rule(
        "AT0008", "A coroutine is neither awaited nor started", "'{0}' is neither awaited nor started: it has no task of its own and ends with the code that called it; use '{1}'");

    public static readonly DiagnosticDescriptor Spin = Rule(
        "AT0009", "A loop never lets the next frame come", "nothing in this loop waits, so what would end it cannot happen and the game stands still; put 'await {0}' into it");

    public static readonly DiagnosticDescriptor Lock = Rule(
        "AT0010", "A lock of threads is used between coroutines", "'{0}' locks out threads, and all coroutines of a loop run on one; use '{1}'");

    public static readonly DiagnosticDescriptor Token = Rule(
        "AT0011", "A wait does not end with its component", "'{0}' knows nothing of the component's end and would hold it up; use '{1}'");

    public static readonly DiagnosticDescriptor Node = Rule(
        "AT0012", "An engine function that returns a task is not async", "UnrealSharp makes no node of '{0}', a [UFunction] that returns a task without the keyword; add 'async'");

    public static readonly DiagnosticDescriptor Pooled = Rule(
        "AT0013", "A pooled task is used more than once or kept", "a pooled task serves one await, where it is called; {0}: use '{1}'");

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
        ImmutableArray.Create(Result, Wait, Sleep, ReadConsole, EngineOffThread, Context, AsyncVoid, NotStarted, Spin, Lock, Token, Node, Pooled);

    private static DiagnosticDescriptor Rule(string id, string title, string message) => new(
        id, title, message, "AsyncTick", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: $"{HelpFolder}Analyzers.md#{id.ToLowerInvariant()}");
}
