using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Knows a <c>Task.Yield()</c> from any other post. A yield must mean "next frame", or a polling loop would eat the whole
/// budget of each frame; but it reaches a context as a plain post. The framework hands over one of three cached delegates: one for a
/// hand-made awaiter, one for an async method, and from .NET 11 on one for a method that the runtime itself suspends. Each is asked for
/// once and recognized by identity. Public parts of .NET only.
/// </summary>
internal static class YieldSignature
{
    // MethodImplAttributes.Async, which the references of .NET 10 do not have.
    private const MethodImplAttributes SuspendedByRuntime = (MethodImplAttributes)0x2000;

    private static readonly SendOrPostCallback? FromAwaiter = PostProbe.Run(static () => Task.Yield().GetAwaiter().UnsafeOnCompleted(static () => { }));

    private static readonly SendOrPostCallback? FromAsyncMethod = PostProbe.Run(static () => _ = YieldOnce());

    private static readonly SendOrPostCallback? FromRuntimeAsyncMethod = MakeRuntimeAsyncMethod() is { } method ? PostProbe.Run(() => _ = method()) : FromAsyncMethod;

    /// <summary>Asks for the delegates now, which takes some milliseconds the first time, and not in a frame.</summary>
    public static void Learn() => RuntimeHelpers.RunClassConstructor(typeof(YieldSignature).TypeHandle);

    public static bool Matches(SendOrPostCallback callback) =>
        ReferenceEquals(callback, FromAsyncMethod) || ReferenceEquals(callback, FromAwaiter) || ReferenceEquals(callback, FromRuntimeAsyncMethod);

    private static async Task YieldOnce() => await Task.Yield();

    /// <summary>What <see cref="YieldOnce"/> is when compiled with the feature <c>runtime-async</c>; null before .NET 11 and where no code can be made.</summary>
    private static Func<Task>? MakeRuntimeAsyncMethod()
    {
        if (Environment.Version.Major < 11
            || !RuntimeFeature.IsDynamicCodeSupported
            || typeof(RuntimeHelpers).Assembly.GetType("System.Runtime.CompilerServices.AsyncHelpers")?.GetMethod("UnsafeAwaitAwaiter") is not { } awaitAwaiter)
        {
            return null;
        }

        try
        {
            var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("AsyncTick.YieldProbe"), AssemblyBuilderAccess.RunAndCollect)
                .DefineDynamicModule("YieldProbe")
                .DefineType("YieldProbe", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
            var method = type.DefineMethod(nameof(YieldOnce), MethodAttributes.Public | MethodAttributes.Static, typeof(Task), Type.EmptyTypes);
            method.SetImplementationFlags(SuspendedByRuntime);
            var code = method.GetILGenerator();
            var yield = code.DeclareLocal(typeof(YieldAwaitable));
            code.Emit(OpCodes.Call, typeof(Task).GetMethod(nameof(Task.Yield))!);
            code.Emit(OpCodes.Stloc, yield);
            code.Emit(OpCodes.Ldloca, yield);
            code.Emit(OpCodes.Call, typeof(YieldAwaitable).GetMethod(nameof(YieldAwaitable.GetAwaiter))!);
            code.Emit(OpCodes.Call, awaitAwaiter.MakeGenericMethod(typeof(YieldAwaitable.YieldAwaiter)));
            code.Emit(OpCodes.Ret);
            return type.CreateType().GetMethod(nameof(YieldOnce))!.CreateDelegate<Func<Task>>();
        }
        catch (Exception fault) when (fault is TypeLoadException or BadImageFormatException or InvalidProgramException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            // A host that has runtime async turned off has no such methods to recognize.
            return null;
        }
    }
}
