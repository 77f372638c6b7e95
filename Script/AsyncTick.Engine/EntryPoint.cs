using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>Where the native half comes in. It finds this by name, through the .NET host.</summary>
public static unsafe class EntryPoint
{
    /// <summary>
    /// Starts the managed half on the calling thread, the game thread, and fills in its table. Never throws: what goes wrong is written,
    /// in words for a person, to <paramref name="error"/>.
    /// </summary>
    /// <param name="native">The native half's table.</param>
    /// <param name="info">Folders and settings.</param>
    /// <param name="managed">Holds the version and size that the native half expects; receives the table.</param>
    /// <param name="error">Room for a message in UTF-16.</param>
    /// <param name="errorCapacity">How many code units fit.</param>
    /// <param name="errorLength">Receives how many were written.</param>
    /// <returns>0, or the number of an error.</returns>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Start(void* native, void* info, void* managed, char* error, int errorCapacity, int* errorLength)
    {
        try
        {
            var problem = EngineHost.TryStart(native, info, managed, null, out _);
            return problem is null ? 0 : Explain(problem, Status.Mismatch, error, errorCapacity, errorLength);
        }
        catch (Exception fault)
        {
            // One line for the log's reader; the stack goes behind it, for the developer who has to repair it.
            LogStack((NativeApi*)native, fault.ToString());
            return Explain($"the managed half failed to start: {fault.Message.ReplaceLineEndings(" ").Trim()}", Status.Failed, error, errorCapacity, errorLength);
        }
    }

    // Straight through the table: the assembly with everything else may be the one that is missing.
    private static void LogStack(NativeApi* native, string text)
    {
        const int Log = 5;
        if (native->Version == BridgeVersion.Current)
        {
            fixed (char* units = text)
            {
                native->Log(native->Context, Log, units, text.Length);
            }
        }
    }

    private static int Explain(string text, Status status, char* error, int capacity, int* length)
    {
        var count = Math.Min(text.Length, Math.Max(0, capacity));
        text.AsSpan(0, count).CopyTo(new Span<char>(error, count));
        *length = count;
        return (int)status;
    }
}
