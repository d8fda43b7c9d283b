namespace Dialtone.Wire.Presence;

/// <summary>What a peer may choose in contacts and presence, and how much of it is accepted.</summary>
public static class PresenceLimits
{
    /// <summary>The most contacts of a list. Lync allows an administrator 1,000 at the most.</summary>
    public const int ContactsMax = 4096;

    /// <summary>The most groups of a list.</summary>
    public const int GroupsMax = 256;

    /// <summary>The most groups that one contact is in.</summary>
    public const int GroupsOfContactMax = 64;

    /// <summary>The most changes of one notice.</summary>
    public const int ChangesMax = 8192;

    /// <summary>The most users of one batched subscription, and of one notification.</summary>
    public const int ResourcesMax = 4096;

    /// <summary>The most instances of categories of one user.</summary>
    public const int CategoriesMax = 1024;

    /// <summary>The most publications of one request.</summary>
    public const int PublicationsMax = 256;

    /// <summary>The most containers of a user.</summary>
    public const int ContainersMax = 64;

    /// <summary>The most members of one container.</summary>
    public const int MembersMax = 1024;

    /// <summary>The most subscribers that a document names.</summary>
    public const int SubscribersMax = 4096;

    /// <summary>The most capabilities of a device.</summary>
    public const int CapabilitiesMax = 32;

    /// <summary>The most lines of a user.</summary>
    public const int LinesMax = 32;

    /// <summary>The most parts of one body, the list among them.</summary>
    public const int PartsMax = ResourcesMax + 1;

    /// <summary>The longest URI or address, in characters.</summary>
    public const int UriLengthMax = 512;

    /// <summary>The longest name, word or identifier, in characters.</summary>
    public const int NameLengthMax = 256;

    /// <summary>The longest text of a note that is kept, in characters; what is longer is cut.</summary>
    public const int NoteLengthMax = 1024;

    /// <summary>The longest boundary, in bytes (RFC 2046 section 5.1.1).</summary>
    public const int BoundaryLengthMax = 70;

    /// <summary>The most bytes of the headers of one part.</summary>
    public const int PartHeaderBytesMax = 4096;
}
