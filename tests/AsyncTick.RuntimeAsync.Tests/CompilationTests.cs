using System.Reflection;

namespace AsyncTick.Tests;

/// <summary>That this assembly is what it is meant to be.</summary>
public sealed class CompilationTests
{
    [Test]
    public void AsyncMethods_AreSuspendedByTheRuntime() =>
        Assert.That(((Func<Task>)WaitAsync).Method.MethodImplementationFlags, Is.EqualTo(MethodImplAttributes.Async));

    private static async Task WaitAsync() => await Task.Yield();
}
