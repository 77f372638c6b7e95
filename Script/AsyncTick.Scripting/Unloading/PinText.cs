using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace AsyncTick.Scripting;

/// <summary>Says in a script author's words what was found, and what to do about it.</summary>
internal static partial class PinText
{
    private const BindingFlags OwnFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const string Dispose = "dispose it in a finally";
    private const string TakeBack = "take it back with -= in a finally";
    private const string DisposeTimer = "dispose it in a finally, or use Every, CallLater and Delay, which end with the script";

    /// <summary>Names what is at the other end of a way that was found.</summary>
    public static Pin Describe(PinPath path)
    {
        var held = Held(path.Held);
        string[] types = [.. path.Holders.Append(path.Held).Select(each => each.GetType().FullName ?? "")];
        if (Has("System.Threading.TimerQueueTimer"))
        {
            return types.Select(TimerName).FirstOrDefault(name => name is not null) is { } timer
                ? new Pin(timer, held, DisposeTimer)
                : new Pin("a System.Threading.Timer that was not disposed", held, DisposeTimer);
        }

        if (Instrument(path) is { } instrument)
        {
            return instrument with { Held = held };
        }

        if (Has("System.Threading.CancellationTokenSource"))
        {
            return new Pin("a registration on a cancellation token of the host", held, "dispose the registration in a finally, or register with Token, the script's own");
        }

        if (path.Root.Owner.StartsWith("System.Text.Json.", StringComparison.Ordinal) || types.Any(type => type.StartsWith("System.Text.Json.", StringComparison.Ordinal)))
        {
            return new Pin("the cache of the JSON serializer", held, "do not hand out JsonSerializerOptions that have seen the script's types");
        }

        if (path.Root.Owner.StartsWith("System.ComponentModel.", StringComparison.Ordinal))
        {
            return new Pin("the cache of System.ComponentModel.TypeDescriptor", held, "do not hand the script's types to property grids, data binding or a serializer that asks it (Newtonsoft.Json; System.Text.Json does not)");
        }

        if (EventOf(path) is { } name)
        {
            return new Pin($"a handler of the event {name}", held, TakeBack);
        }

        if (path.Root.Field.Length == 0)
        {
            var chain = string.Join(" -> ", path.Holders.Skip(1).Where(each => each is not Array).Select(each => Short(each.GetType())).Distinct().Take(4));
            return new Pin(chain.Length == 0 ? path.Root.Owner : $"{path.Root.Owner} ({chain})", held, "take out in a finally what the script put in");
        }

        return new Pin($"the static field {path.Root.Owner}.{path.Root.Field}", held, "clear in a finally what the script put there");

        bool Has(string type) => types.Contains(type);
    }

    /// <summary>
    /// Names what cannot be seen from outside but is likely for code that uses this: a stack, or a cache behind a handle.
    /// </summary>
    public static IEnumerable<Pin> Guess(ScriptUses uses)
    {
        if (uses.Calls("System.Threading.Thread", ".ctor"))
        {
            yield return new Pin("probably a thread that it started and that still runs", "", "let the thread end when Token is canceled");
        }

        if (uses.Calls("System.Threading.Tasks.Task", "Run") || uses.Calls("System.Threading.ThreadPool", "QueueUserWorkItem") || uses.Calls("AsyncTick.Async", "RunInExecutor"))
        {
            yield return new Pin("probably work that it handed to another thread and that still runs", "", "let the work end when Token is canceled");
        }

        if (uses.NamesNamespace("Microsoft.CSharp.RuntimeBinder"))
        {
            yield return new Pin("probably the binder of 'dynamic', which remembers the types that it has seen", "", "use an interface or reflection instead of 'dynamic'");
        }

        if (uses.NamesNamespace("System.Runtime.InteropServices"))
        {
            yield return new Pin("probably a handle or a signal registration that it did not release", "", "free it in a finally");
        }
    }

    private static string? TimerName(string type) => type switch
    {
        "System.Threading.Tasks.Task+DelayPromise" or "System.Threading.Tasks.Task+DelayPromiseWithCancellation" => "a Task.Delay that has not ended",
        "System.Threading.PeriodicTimer+State" => "a PeriodicTimer that was not disposed",
        "System.Timers.Timer" => "a System.Timers.Timer that was not disposed",
        "System.Threading.CancellationTokenSource" => "a CancellationTokenSource with a time limit that was not disposed",
        _ => null,
    };

    // What .NET keeps in lists of its own from when it is made, until it is disposed.
    private static Pin? Instrument(PinPath path)
    {
        foreach (var each in path.Holders.Append(path.Held))
        {
            switch (each)
            {
                case Meter meter:
                    return new Pin($"the Meter '{meter.Name}', which was not disposed", "", "dispose the Meter in a finally, which its instruments end with");
                case MeterListener:
                    return new Pin("a MeterListener that was not disposed", "", Dispose);
                case ActivityListener:
                    return new Pin("an ActivityListener that was not disposed", "", Dispose);
                case ActivitySource source:
                    return new Pin($"the ActivitySource '{source.Name}', which was not disposed", "", Dispose);
                case DiagnosticListener { Name: var name }:
                    return new Pin($"a subscription to the DiagnosticListener '{name}'", "", "dispose what Subscribe gave, in a finally");
            }
        }

        return path.Root.Owner == typeof(DiagnosticListener).FullName
            ? new Pin("a subscription to DiagnosticListener.AllListeners", "", "dispose what Subscribe gave, in a finally")
            : null;
    }

    // The field that the first delegate on the way is in: an event's, or a callback's.
    private static string? EventOf(PinPath path)
    {
        if (path.Root.Value is Delegate)
        {
            return EventName(path.Root.Owner, path.Root.Field);
        }

        for (var i = 0; i < path.Holders.Count; i++)
        {
            var holder = path.Holders[i];
            if ((i + 1 < path.Holders.Count ? path.Holders[i + 1] : path.Held) is Delegate handler)
            {
                for (var type = holder.GetType(); type is not null; type = type.BaseType)
                {
                    if (Array.Find(type.GetFields(OwnFields), field => field.FieldType.IsInstanceOfType(handler) && field.GetValue(holder) == (object)handler) is { } field)
                    {
                        return EventName(DeclarerOf(type, field), field.Name);
                    }
                }

                return null;
            }
        }

        return null;
    }

    // An internal class may keep the handlers of a public one's event; the script used that one's.
    private static string DeclarerOf(Type type, FieldInfo field)
    {
        var declarer = type.IsVisible
            ? type
            : Array.Find(type.Assembly.GetExportedTypes(), each => each.GetEvent(field.Name)?.EventHandlerType == field.FieldType) ?? type;
        return declarer.FullName ?? declarer.Name;
    }

    // Events of .NET that have a field of another name, or in another class.
    private static string EventName(string owner, string field) => (owner, field) switch
    {
        ("System.Console", _) => "System.Console.CancelKeyPress",
        ("System.Runtime.Loader.AssemblyLoadContext" or "System.AppContext", _) => $"System.AppDomain.{field}",
        _ => $"{owner}.{field}",
    };

    private static string Held(object held)
    {
        (var name, var type) = held is Delegate { Method: { } method } ? (method.Name, method.DeclaringType) : ("", held as Type ?? held.GetType());
        if (LocalFunction().Match(name + " " + type?.FullName) is { Success: true } local)
        {
            return local.Groups[1].Value;
        }

        return name.Contains(">b__", StringComparison.Ordinal) || type?.Name.StartsWith("<>c", StringComparison.Ordinal) == true ? "a lambda"
            : type?.FullName?.Contains("<Main>$", StringComparison.Ordinal) == true ? "a wait of its statements"
            : name.Length > 0 && name[0] != '<' ? $"{Short(type!)}.{name}"
            : type is null ? "its code" : Short(type);
    }

    private static string Short(Type type) => type.IsConstructedGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(Short))}>"
        : type.Name;

    [GeneratedRegex(@"g__(\w+)\|")]
    private static partial Regex LocalFunction();
}
