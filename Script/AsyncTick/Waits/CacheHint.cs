using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace AsyncTick;

/// <summary>Asks the processor to fetch objects that will be read soon.</summary>
internal static unsafe class CacheHint
{
    /// <summary>Fetches the begin of an object, and the cache line that lies <paramref name="further"/> bytes on.</summary>
    // The object may be moved at any time; as a hint the address is good enough.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<T>(ref T target, int further)
        where T : class?
    {
        if (Sse.IsSupported)
        {
            var address = (byte*)Unsafe.As<T, nint>(ref target);
            Sse.Prefetch0(address);
            if (further != 0)
            {
                Sse.Prefetch0(address + further);
            }
        }
    }
}
