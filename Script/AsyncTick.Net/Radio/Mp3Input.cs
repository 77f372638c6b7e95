namespace AsyncTick.Net;

/// <summary>What an <see cref="Mp3Decoder"/> is fed with.</summary>
public enum Mp3Input
{
    /// <summary>A file from its start: the encoder's info frame is used to cut the padding at both ends.</summary>
    File,

    /// <summary>A stream joined anywhere and without end: info frames inside it say nothing about it and are ignored.</summary>
    Stream,
}
