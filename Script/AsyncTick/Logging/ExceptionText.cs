using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// What an exception says of itself. Exceptions are user code: one whose <see cref="Exception.Message"/> or <see cref="Exception.ToString"/> throws must
/// not end the report of it, so whatever writes down an exception that it did not make asks here. Never throws, never returns null. Any thread.
/// </summary>
public static class ExceptionText
{
    /// <summary>The exception's message; what it threw instead when asking failed.</summary>
    public static string Message(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        try
        {
            return exception.Message ?? "";
        }
        catch (Exception second)
        {
            return $"(its Message threw {second.GetType().Name})";
        }
    }

    /// <summary>The exception's message with what it holds of line breaks made spaces and of other control characters made escapes, for one line of a log or a protocol.</summary>
    public static string MessageLine(Exception exception) => ShownText.OneLine(Message(exception).ReplaceLineEndings(" ").Trim());

    /// <summary>What an object says of itself; what it threw instead when asking failed. Null is an empty text.</summary>
    internal static string OfObject(object? value)
    {
        try
        {
            return value?.ToString() ?? "";
        }
        catch (Exception fault)
        {
            return $"({value!.GetType().Name}.ToString() threw {fault.GetType().Name})";
        }
    }

    /// <summary>Type, message and stack, inner exceptions included, as the exception itself puts it; otherwise what can be known without asking it.</summary>
    public static string Full(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        try
        {
            return exception.ToString() ?? "";
        }
        catch (Exception)
        {
            return $"{exception.GetType()}: {Message(exception)}\n{new StackTrace(exception, fNeedFileInfo: true)}".TrimEnd();
        }
    }

    /// <summary>
    /// The same for code that a loop has run: without the frames below that code, which are the loop's and its host's. What the loop itself has thrown
    /// keeps them.
    /// </summary>
    public static string OfTask(Exception exception) => StackText.WithoutLoop(Full(exception));
}
