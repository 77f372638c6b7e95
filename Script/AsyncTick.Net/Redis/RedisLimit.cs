using System.Globalization;

namespace AsyncTick.Net;

/// <summary>How long a command is waited for, and what becomes of one that is not waited for any longer. Game thread only.</summary>
internal static class RedisLimit
{
    /// <summary>Waits for a command within a limit, and throws nothing but a <see cref="NetworkException"/> or a cancellation that was asked for.</summary>
    public static async Task Wait(RedisOptions options, Task command, string name, double seconds)
    {
        try
        {
            await command.WaitAsync(Durations.Of(seconds), Async.Token);
            return;
        }
        catch (OperationCanceledException) when (Async.Token.IsCancellationRequested)
        {
            LeftTask.Forget(command);
            throw;
        }
        catch (TimeoutException e) when (!command.IsCompleted)
        {
            LeftTask.Forget(command);
            throw new NetworkException(string.Create(CultureInfo.InvariantCulture, $"Redis {options} did not answer {name} within {seconds:0.###} s."), e);
        }
        catch (TimeoutException) when (command.IsCompletedSuccessfully)
        {
            // The answer came while the game thread was busy: it counts.
            return;
        }
        catch (Exception e) when (!command.IsCompleted || !command.IsFaulted)
        {
            throw RedisErrors.Of(options, name, e);
        }
        catch (Exception)
        {
            throw RedisErrors.Of(options, name, command.Exception!.InnerException!);
        }
    }
}
