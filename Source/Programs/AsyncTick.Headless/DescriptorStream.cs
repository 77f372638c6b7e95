using System.Runtime.InteropServices;

namespace AsyncTick.Headless;

/// <summary>
/// Standard output or error on Linux, written without the lock that the framework takes for it: that is <see cref="Console.Out"/> itself, which a script
/// may keep. Each write is whole, unless the other side takes only a part. Any thread.
/// </summary>
internal sealed partial class DescriptorStream : Stream
{
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;
    private const int TryAgain = 11;

    // Children do not get it: one would keep a pipe open whose reader waits for the end.
    private const int DuplicateForThisProcess = 1030;

    private readonly int _descriptor;

    /// <param name="descriptor">1 or 2. What it leads to now stays, whatever the number comes to mean when it was closed.</param>
    public DescriptorStream(int descriptor) => _descriptor = Control(descriptor, DuplicateForThisProcess, 0);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="IOException">It is full or closed. A reader that has gone is no error, as everywhere in .NET.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = Write(_descriptor, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == BrokenPipe)
            {
                return;
            }

            if (error == TryAgain)
            {
                Thread.Sleep(1); // another program has made a shared terminal one that does not wait
            }
            else if (error != Interrupted)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int least);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nuint count);
}
