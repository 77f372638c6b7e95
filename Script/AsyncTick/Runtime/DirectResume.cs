using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Resumes async methods of one kind without the framework's detour through <see cref="ExecutionContext.Run"/>, which a method with no
/// <see cref="AsyncLocal{T}"/> values has no use for and which costs a quarter of a resume. A task is its method's state machine in a box; a few
/// instructions made for its type step it in place. Where the framework is not as expected, the type is a class (debug builds), or code
/// cannot be made, <see cref="Resume"/> stays null and tasks resume by their continuation.
/// </summary>
internal sealed class DirectResume
{
    private const string BoxName = "AsyncStateMachineBox`1";
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // The framework's own object for "no values at all"; null where there is none.
    private static readonly ExecutionContext? NoValues = FindNoValues();

    // Where an async method's task keeps the values that its next step has to see; null where that cannot be told.
    private static readonly FieldInfo? ValuesField = FindValues();

    private static readonly DirectResume Never = new();

    /// <summary>Steps the method of <paramref name="task"/>; false, and nothing done, when it carries values of its own.</summary>
    public delegate bool Stepper(Task task);

    /// <summary>Null until it is compiled, which another thread does, or for ever.</summary>
    public Stepper? Resume { get; private set; }

    /// <summary>The resumer for tasks like this one.</summary>
    /// <param name="task">The task of an async method, or another one.</param>
    /// <param name="known">The loop's resumers, null when it uses none; what is made for a type lives and goes with the type.</param>
    /// <param name="values">What the loop's code carries (<see cref="LoopFlow.Values"/>): methods that carry nothing else are stepped.</param>
    public static DirectResume? For(Task? task, ConditionalWeakTable<Type, DirectResume>? known, ExecutionContext values)
    {
        if (known is null)
        {
            return null;
        }

        if (ValuesField is null || task is null || task.GetType().Name != BoxName)
        {
            return Never;
        }

        return known.TryGetValue(task.GetType(), out var resume) ? resume : known.GetValue(task.GetType(), Begin(task.GetType(), values).Self);
    }

    /// <summary>Whether the thread, the calling one, carries the loop's values and no others, as it must when <see cref="Resume"/> is called. False for null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool CarriesOnly(ExecutionContext values, Thread? thread) =>
        thread is not null && NoValues is not null && ReferenceEquals(FlowOf(thread), values);

    /// <summary>Has the thread, the calling one, carry the loop's values and no others. Returns what <see cref="ExecutionContext.Restore"/> puts back; null when there is nothing that could be.</summary>
    public static ExecutionContext? DropValues(ExecutionContext values, Thread? thread)
    {
        var others = thread is null || NoValues is null ? null : ExecutionContext.Capture();
        if (others is not null)
        {
            ExecutionContext.Restore(values);
        }

        return others;
    }

    /// <summary>Has a thread that carries nothing, the calling one, carry the loop's values, which no one is told of when they change. False, and nothing done, when it carries others.</summary>
    /// <param name="values">The loop's values.</param>
    /// <param name="thread">The calling thread; null for what can be done in public, which this cannot.</param>
    /// <param name="outer">What to restore afterwards; null when the thread carried the loop's values already.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryEnterValues(ExecutionContext values, Thread? thread, out ExecutionContext? outer)
    {
        outer = null;
        if (thread is null || NoValues is null)
        {
            return false;
        }

        var flow = FlowOf(thread);
        if (ReferenceEquals(flow, values))
        {
            return true;
        }

        if (flow is not null && !ReferenceEquals(flow, NoValues))
        {
            return false;
        }

        FlowOf(thread) = values;
        outer = NoValues;
        return true;
    }

    /// <summary>Undoes <see cref="TryEnterValues"/>. False, and nothing done, when the thread carries other values by now, or there were others before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryLeaveValues(ExecutionContext values, Thread? thread, ExecutionContext outer)
    {
        if (thread is null || !ReferenceEquals(outer, NoValues) || !ReferenceEquals(FlowOf(thread), values))
        {
            return false;
        }

        // The framework's own sign for no values on a thread; it does not expect the object there.
        FlowOf(thread) = null;
        return true;
    }

    /// <summary>What the calling thread carries, for <see cref="RestoreFlow"/>.</summary>
    /// <param name="thread">The calling thread; null for what can be said in public, which tells no values from a flow that is suppressed.</param>
    public static ExecutionContext? GetFlow(Thread? thread) => thread is null || NoValues is null ? ExecutionContext.Capture() : FlowOf(thread);

    /// <summary>Restores what the calling thread carried when <see cref="GetFlow"/> was asked.</summary>
    public static void RestoreFlow(Thread? thread, ExecutionContext? flow)
    {
        if (thread is null || NoValues is null)
        {
            if (flow is not null && !ReferenceEquals(ExecutionContext.Capture(), flow))
            {
                ExecutionContext.Restore(flow);
            }
        }
        else if (!ReferenceEquals(FlowOf(thread), flow))
        {
            ExecutionContext.Restore(flow ?? NoValues);
        }
    }

    /// <summary>A step is over: what it set is its own and not the next one's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EndStep(ExecutionContext values, Thread? thread)
    {
        if (!ReferenceEquals(FlowOf(thread!), values))
        {
            ExecutionContext.Restore(values);
        }
    }

    private static DirectResume Begin(Type box, ExecutionContext values)
    {
        var resume = new DirectResume();
        if (RuntimeFeature.IsDynamicCodeCompiled && !System.Diagnostics.Debugger.IsAttached)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Resume.Prepare(work.Box, work.Values), (Resume: resume, Box: box, Values: values), preferLocal: false);
        }

        return resume;
    }

    private DirectResume Self(Type box) => this;

    private void Prepare(Type box, ExecutionContext values)
    {
        try
        {
            Resume = Compile(box, values);
        }
        catch (Exception)
        {
            // Whatever a host forbids, or a future framework has otherwise: continuations work everywhere.
        }
    }

    private static Stepper? Compile(Type box, ExecutionContext loopValues)
    {
        if (box.GetField("StateMachine", Fields) is not { FieldType.IsValueType: true } machine
            || ValuesField is not { } values
            || machine.FieldType.GetMethod("MoveNext", Fields, Type.EmptyTypes) is not { } step
            || box.GetMethod("ClearStateUponCompletion", Fields, Type.EmptyTypes) is not { } clear)
        {
            return null;
        }

        // static bool Step(ExecutionContext loopValues, Task task): the first is bound, the second is the box.
        var method = new DynamicMethod("Resume", typeof(bool), [typeof(ExecutionContext), typeof(Task)], machine.FieldType.Module, skipVisibility: true);
        var code = method.GetILGenerator();
        var hasValues = code.DefineLabel();
        var goesOn = code.DefineLabel();
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldfld, values);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Bne_Un, hasValues);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldflda, machine);
        code.Emit(OpCodes.Call, step);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.IsCompleted))!.GetMethod!);
        code.Emit(OpCodes.Brfalse, goesOn);

        // As the framework does: an ended task holds nothing of its method, and no debugger lists it any more.
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Call, clear);
        code.MarkLabel(goesOn);
        code.Emit(OpCodes.Ldc_I4_1);
        code.Emit(OpCodes.Ret);
        code.MarkLabel(hasValues);
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Ret);
        var stepper = method.CreateDelegate<Stepper>(loopValues);
        RuntimeHelpers.PrepareDelegate(stepper);
        return stepper;
    }

    private static ExecutionContext? FindNoValues()
    {
        try
        {
            FlowOf(Thread.CurrentThread);
            return DefaultOf(null);
        }
        catch (MissingFieldException)
        {
            return null;
        }
    }

    // Asks methods that wait: one without values, and one whose flow is suppressed, which must not look the same.
    private static FieldInfo? FindValues()
    {
        if (NoValues is null || typeof(Task).GetField("m_stateObject", Fields) is not { } field)
        {
            return null;
        }

        object? without = null;
        object? suppressed = null;
        ExecutionContext.Run(
            NoValues,
            _ =>
            {
                without = field.GetValue(WaitAsync());
                using (ExecutionContext.SuppressFlow())
                {
                    suppressed = field.GetValue(WaitAsync());
                }
            },
            null);
        var isKnown = (without is null || ReferenceEquals(without, NoValues)) && !ReferenceEquals(without, suppressed);
        return isKnown ? field : null;
    }

    private static async Task WaitAsync() => await Task.Delay(Timeout.Infinite);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_executionContext")]
    private static extern ref ExecutionContext? FlowOf(Thread thread);

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "Default")]
    private static extern ref ExecutionContext DefaultOf(ExecutionContext? none);
}
