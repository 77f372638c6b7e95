using System.Diagnostics;
using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>
/// What a host does with an exception that code left on a thread of its own, on one of the pool, or in a timer: .NET ends the process for it. When
/// it came from a script, the script is named and canceled, and the process may go on. For
/// <see cref="System.Runtime.ExceptionServices.ExceptionHandling.SetUnhandledExceptionHandler"/>, which only the program itself may set.
/// </summary>
/// <remarks>It cannot help against what ends a process without an exception that reaches the handler: an overflow of the stack, <c>Environment.FailFast</c>, a fault in native code.</remarks>
public sealed class ForeignThreadFaults(ScriptHost scripts)
{
    /// <summary>
    /// Logs the exception, and cancels the script whose code is on its stack; when there is only that of a package, all scripts that use it. Any
    /// thread; never throws.
    /// </summary>
    /// <returns>Whether the code of a script or of a package of one was on the stack; otherwise the exception is the host's own, and nothing is done.</returns>
    public bool Handle(Exception exception)
    {
        try
        {
            if (FindScripts(exception) is not { } found)
            {
                return false;
            }

            var names = found.Count == 0 ? "A package" : string.Join(" and ", found.Select(script => script.Script).Distinct());
            var canceled = found.Count == 0 ? "" : found.Count == 1 ? " and is canceled" : " and are canceled";
            scripts.Loop.Log.Write(
                LogVerbosity.Error,
                $"{names} left an exception on a thread that is not the loop's{canceled}: {ExceptionText.Full(exception)}");
            foreach ((_, var number) in found)
            {
                scripts.Loop.Post(() => Cancel(number));
            }

            return true;
        }
        catch (Exception)
        {
            // A log that throws, a loop that has ended: the process ends as it would have without this.
            return false;
        }
    }

    private void Cancel(int compileNumber)
    {
        foreach (var run in scripts.Running.Where(run => run.CompileNumber == compileNumber).ToArray())
        {
            run.MarkFaulted();
            run.Scope.Cancel(CancelReason.ParentFault);
        }
    }

    private static IReadOnlyList<(string Script, int CompileNumber)>? FindScripts(Exception? exception)
    {
        PackageContext? packages = null;
        for (; exception is not null; exception = exception.InnerException)
        {
            foreach (var frame in new StackTrace(exception).GetFrames())
            {
                switch (frame.GetMethod()?.Module.Assembly is { } assembly ? AssemblyLoadContext.GetLoadContext(assembly) : null)
                {
                    case ScriptLoadContext script:
                        return [(script.ScriptName, script.CompileNumber)];
                    case PackageContext found:
                        packages = found;
                        break;
                }
            }
        }

        return packages?.Users;
    }
}
