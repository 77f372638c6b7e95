using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Where a method waits that the runtime itself suspends (.NET 11, the compiler's feature <c>runtime-async</c>): it has no state machine,
/// only a chain of continuations in its task, each with an address in the method's code. Loop thread only.
/// </summary>
internal static unsafe class RuntimeAsyncFrames
{
    private const string TaskName = "RuntimeAsyncTask`1";
    private const int MaxFrames = 32;
    private const BindingFlags Members = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly FieldInfo? Chain = typeof(Task).GetField("m_stateObject", Members);
    private static readonly Type? Continuation = Find("Continuation");
    private static readonly FieldInfo? Next = Continuation?.GetField("Next", Members);
    private static readonly FieldInfo? Resume = Continuation?.GetField("ResumeInfo", Members);
    private static readonly FieldInfo? AwaitedTask = Find("RuntimeAsyncTaskContinuation")?.GetField("Task", Members);
    private static readonly FieldInfo? AwaitedSource = Find("AsyncHelpers+ValueTaskSourceContinuation")?.GetField("Source", Members);

    // The runtime's own way from such an address to a line of a stack trace, through an exception.
    private static readonly MethodInfo? AddFrame = Find("AsyncHelpers")?.GetMethod("AddContinuationToExInternal", Members, [typeof(void*), typeof(Exception)]);

    // Two pointers: what resumes the method, and the address.
    private static readonly bool IsAddressSecond = Resume?.FieldType.GetElementType()?.GetFields(Members) is [_, { Name: "DiagnosticIP" }];

    /// <summary>Whether <paramref name="task"/> is that of such a method, or of several that await each other directly.</summary>
    public static bool IsOne(Task task) => IsAddressSecond && AddFrame is not null && Chain is not null && Next is not null && task.GetType().Name == TaskName;

    /// <summary>The methods that wait, innermost first, and what the innermost one awaits, when that is a task.</summary>
    public static (StackFrame[] Frames, Task? Awaited) Read(Task task)
    {
        Task? awaited = null;
        var trace = new Exception();
        var at = Chain!.GetValue(task);
        for (var i = 0; i < MaxFrames && Continuation!.IsInstanceOfType(at); i++)
        {
            if (Address(at!) is var address && address != null)
            {
                AddFrame!.Invoke(null, [Pointer.Box(address, typeof(void*)), trace]);
            }
            else
            {
                awaited ??= (ValueOf(AwaitedTask, at!) ?? ValueOf(AwaitedSource, at!)) as Task;
            }

            // The code is in memory as long as its continuation is.
            GC.KeepAlive(at);
            at = Next!.GetValue(at);
        }

        return (new StackTrace(trace, fNeedFileInfo: false).GetFrames(), awaited);
    }

    private static void* Address(object continuation)
    {
        var resume = (nint*)Pointer.Unbox(Resume!.GetValue(continuation)!);
        return resume is null ? null : (void*)resume[1];
    }

    private static object? ValueOf(FieldInfo? field, object continuation) =>
        field?.DeclaringType!.IsInstanceOfType(continuation) == true ? field.GetValue(continuation) : null;

    private static Type? Find(string name) => typeof(RuntimeHelpers).Assembly.GetType($"System.Runtime.CompilerServices.{name}");
}
