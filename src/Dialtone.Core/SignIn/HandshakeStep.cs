using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Core.SignIn;

/// <summary>What comes next in the handshake of a scheme.</summary>
internal abstract record HandshakeStep
{
    private HandshakeStep()
    {
    }

    /// <summary>The server is sent a token, and answers with one.</summary>
    public sealed record Send(ReadOnlyMemory<byte> Token) : HandshakeStep;

    /// <summary>The host has to do something first.</summary>
    public sealed record Ask(NetEffect Effect) : HandshakeStep;

    /// <summary>This side has finished: from now on it signs.</summary>
    /// <param name="Token">The last token; <c>null</c> where there is none.</param>
    /// <param name="Signer">Signs and verifies.</param>
    public sealed record Done(ReadOnlyMemory<byte>? Token, MessageSigner Signer) : HandshakeStep
    {
        /// <summary>How it was done, for people: <c>TLSv1.2, AES128-SHA</c>; may be empty.</summary>
        public string Detail { get; init; } = "";
    }

    /// <summary>It cannot go on.</summary>
    public sealed record Failed(SchemeFault Why, string Detail) : HandshakeStep
    {
        /// <summary>The reason that the host gave; <c>null</c> where it is not the host's.</summary>
        public SecurityFault? Host { get; init; }
    }
}
