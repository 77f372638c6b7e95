using System.Diagnostics;
using System.Text;

namespace AsyncTick.Net;

/// <summary>One entry of a stream: an id that the server gave, and fields in the order in which they were added.</summary>
[DebuggerDisplay("{Id}")]
public sealed class RedisStreamEntry
{
    internal RedisStreamEntry(string id, IReadOnlyList<KeyValuePair<string, byte[]>> fields, bool isRedelivery)
    {
        Id = id;
        Fields = fields;
        IsRedelivery = isRedelivery;
    }

    /// <summary>For example <c>1700000000000-0</c>; grows along the stream.</summary>
    public string Id { get; }

    /// <summary>Names and bytes, repeated names included.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Fields { get; }

    /// <summary>Whether it was handed out before and not acknowledged: a handler that cannot bear repetition looks here.</summary>
    public bool IsRedelivery { get; }

    /// <summary>The first field of a name, read as UTF-8; null when there is none.</summary>
    /// <param name="field">The name.</param>
    public string? this[string field]
    {
        get
        {
            foreach (var (name, value) in Fields)
            {
                if (name == field)
                {
                    return Encoding.UTF8.GetString(value);
                }
            }

            return null;
        }
    }
}
