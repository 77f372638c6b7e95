using AsyncTick;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;

namespace UnrealAsyncTick.Conformance;

/// <summary>A component that does what a test says and notes how it ended.</summary>
[UClass]
[BlueprintSpawnableComponent]
public partial class UProbeComponent : UAsyncComponent
{
    public Func<UProbeComponent, Task> Body { get; set; } = static _ => Task.CompletedTask;

    public CancelReason? EndedWith { get; private set; }

    public bool OwnerWasAliveAtTheEnd { get; private set; }

    public int Steps { get; set; }

    /// <summary>What its nodes <see cref="Answer"/> and <see cref="Act"/> do.</summary>
    public Func<Task> NodeBody { get; set; } = static () => Task.CompletedTask;

    public GameTask Go(Func<Task> body) => StartTask(body);

    [UFunction(FunctionFlags.BlueprintCallable)]
    public async Task<int> SlowAdd(int lhs, int rhs, CancellationToken cancellationToken) => await RunNode(
        async () =>
        {
            await Async.Delay(1);
            return lhs + rhs;
        },
        cancellationToken);

    [UFunction(FunctionFlags.BlueprintCallable)]
    public async Task FailSlowly() => await RunNode(async () =>
    {
        await Async.NextFrame();
        throw new InvalidOperationException("the node failed");
    });

    [UFunction(FunctionFlags.BlueprintCallable)]
    public async Task<int> Answer(CancellationToken cancellationToken) => await RunNode(
        async () =>
        {
            await NodeBody();
            return 42;
        },
        cancellationToken);

    [UFunction(FunctionFlags.BlueprintCallable)]
    public async Task Act(CancellationToken cancellationToken) => await RunNode(() => NodeBody(), cancellationToken);

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Body(this);
        }
        catch (GameTaskCanceledException canceled)
        {
            EndedWith = canceled.Reason;
            throw;
        }
        catch (OperationCanceledException)
        {
            EndedWith = Scope.CancelReason;
            throw;
        }
        finally
        {
            OwnerWasAliveAtTheEnd = !Owner.IsDestroyed;
        }
    }
}
