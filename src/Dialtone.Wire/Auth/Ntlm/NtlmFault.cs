namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>What is wrong with bytes that should have been a message of NTLM.</summary>
public enum NtlmFaultKind : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It does not begin with <c>NTLMSSP</c>.</summary>
    NotNtlm,

    /// <summary>It is another of the three messages.</summary>
    OtherMessage,

    /// <summary>It ends before its fixed part does.</summary>
    Truncated,

    /// <summary>It is longer than <see cref="NtlmLimits.MessageBytesMax"/>.</summary>
    TooLong,

    /// <summary>What a field points at is not in the message.</summary>
    FieldPastEnd,

    /// <summary>A text in UTF-16 has an odd number of bytes.</summary>
    Text,

    /// <summary>A pair of the target information runs past its end, or the last one is missing.</summary>
    PairPastEnd,

    /// <summary>The target information has more pairs than <see cref="NtlmLimits.PairsMax"/>.</summary>
    TooManyPairs,

    /// <summary>A pair whose length is fixed has another one.</summary>
    PairLength,
}

/// <summary>What is wrong, and where.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Offset">The byte of the message at which it shows.</param>
public readonly record struct NtlmFault(NtlmFaultKind Kind, int Offset)
{
    /// <summary>Whether something is wrong.</summary>
    public bool IsFault => Kind != NtlmFaultKind.None;
}
