namespace AsyncTick.Net.Tests;

/// <summary>Well-formed inputs, damaged at random: bits turned, pieces removed, doubled, inserted, mixed. The same seed gives the same inputs.</summary>
public sealed class FuzzInput(int seed, byte[][] seeds)
{
    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        List<byte> bytes = [.. seeds[_random.Next(seeds.Length)]];
        for (var damage = _random.Next(0, 6); damage > 0 && bytes.Count > 0; damage--)
        {
            var at = _random.Next(bytes.Count);
            var length = Math.Min(bytes.Count - at, _random.Next(1, 40));
            switch (_random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    var noise = new byte[length];
                    _random.NextBytes(noise);
                    bytes.InsertRange(at, noise);
                    break;
                case 5:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    var other = seeds[_random.Next(seeds.Length)];
                    bytes.InsertRange(at, other.Take(_random.Next(other.Length)));
                    break;
            }
        }

        return [.. bytes];
    }
}
