using System.Runtime.InteropServices;

namespace AsyncTick.Headless;

/// <summary>The end of the process, which no script holds up: not with a thread that is no background one, nor with a handler of <c>ProcessExit</c> that does not return.</summary>
internal static partial class ProcessEnd
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The program ends with this code now. What keeps it from that has a moment.</summary>
    public static void Begin(string program, int code) => new Thread(() => EndLate(program, code)) { IsBackground = true, Name = "Process end" }.Start();

    private static void EndLate(string program, int code)
    {
        Thread.Sleep(Patience);
        GuardedOutput.Error.WriteLine($"{program}: ended, though a thread that a script has left or a handler of ProcessExit goes on.");
        if (OperatingSystem.IsWindows())
        {
            Terminate(-1, (uint)code);
        }
        else
        {
            Exit(code);
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    [LibraryImport("kernel32", EntryPoint = "TerminateProcess")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Terminate(nint process, uint code);
}
