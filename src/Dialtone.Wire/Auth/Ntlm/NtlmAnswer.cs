namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>The client's answer to a challenge.</summary>
/// <param name="Message">AUTHENTICATE_MESSAGE.</param>
/// <param name="Session">What the client holds from then on.</param>
public sealed record NtlmAnswer(ReadOnlyMemory<byte> Message, NtlmSession Session)
{
    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "answer of NTLM (hidden)";
}
