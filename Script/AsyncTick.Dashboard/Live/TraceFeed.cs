using System.Buffers;
using System.Diagnostics;

namespace AsyncTick.Dashboard;

/// <summary>
/// Gives what the loop's recorder holds. The loop's thread copies a part of the ring that is bounded, for one request at a time and so for no more than one in a frame; all
/// else is done by the thread that asks.
/// </summary>
[DebuggerDisplay("{scope.Loop.Name}")]
internal sealed class TraceFeed(DashboardScope scope, DashboardOptions options)
{
    /// <summary>The longest time that can be asked for.</summary>
    public const int MostSeconds = 600;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The last seconds in the trace-event format.</summary>
    /// <exception cref="HttpError">The loop has ended, or its thread does not answer.</exception>
    public async Task<HttpResponse> ReadAsync(int seconds)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            // Asked for by no task: it would show in what it asks for.
            var result = new TaskCompletionSource<LoopRecording>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!scope.TryPost(() => result.TrySetResult(LoopRecording.Take(scope.Loop, seconds, options.TraceEntries))))
            {
                throw new HttpError(503, "The loop has ended.");
            }

            var recording = await ActionRunner.WithinAsync(result.Task, options.ActionSeconds).ConfigureAwait(false);
            var buffer = new ArrayBufferWriter<byte>(1 << 16);
            recording.WriteTrace(buffer);
            return new HttpResponse(200, HttpResponse.Json, buffer.WrittenMemory);
        }
        finally
        {
            _turn.Release();
        }
    }
}
